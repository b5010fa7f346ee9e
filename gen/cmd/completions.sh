#!/bin/sh
# completions.sh PLUMB DIR: completions for bash, zsh and fish, made from what PLUMB says of its commands, options and rules.
set -eu
plumb=$1 dir=$2
mkdir -p "$dir"
# VERB, HELP
"$plumb" help | sed -n 's/^    \([a-z][a-z]*\)  *\(.*\)$/\1	\2/p' | grep -v '^plumb	' >"$dir/.commands"
# "  --format text|json  how" to VERB, NAME, LETTER, VALUE, HELP
while IFS='	' read -r verb _; do
  "$plumb" help "$verb" | sed -n 's/^  --\([a-z-]*\)\(, -\([a-zA-Z]\)\)\{0,1\}\( \([^ ][^ ]*\)\)\{0,1\}  *\([^ ].*\)$/'"$verb"'	\1	\3	\5	\6/p'
done <"$dir/.commands" >"$dir/.options"
# help may begin with what looks like a value: a value has capitals, or bars between words
awk -F'\t' -v OFS='\t' '$4 !~ /^([A-Z][A-Z.a-z]*|[a-z0-9-]+(\|[a-z0-9-]+)+)$/ { $5 = ($4 == "" ? "" : $4 " ") $5; $4 = "" } 1' "$dir/.options" >"$dir/.table"
# VERB, what its operand is: folders, words, or files
verbs=$(cut -f1 "$dir/.commands" | paste -sd' ')
words=$("$plumb" explain | cut -f2 | grep -v '\$' | sort -u | paste -sd' ')
awk -F'\t' -v OFS='\t' -v verbs="$verbs" -v words="$words" '
  { print $1, $1 == "explain" ? words : $1 == "prices" ? "import" : $2 ~ /\[DIR\]/ ? "folders" : "files" }
  END { print "help", verbs; print "version", "" }' "$dir/.commands" >"$dir/.operands"
printf 'help\tthe options of a command: COMMAND\nversion\twhich one this is\n' >>"$dir/.commands"

{
  echo '# bash completion of plumb, made from its option tables'
  echo '_plumb() {'
  echo '  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} verb=${COMP_WORDS[1]} words= kind='
  echo "  if [ \"\$COMP_CWORD\" = 1 ]; then COMPREPLY=(\$(compgen -W '$verbs help version' -- \"\$cur\")); return; fi"
  echo '  case "$verb $prev" in'
  awk -F'\t' '$4 ~ /\|/ { v = $4; gsub(/\|/, " ", v); print "    \"" $1 " --" $2 "\") words=\"" v "\" ;;" }' "$dir/.table"
  echo '  esac'
  echo '  if [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$cur")); return; fi'
  echo '  case $cur in'
  echo '  -*) case $verb in'
  awk -F'\t' '{ o[$1] = o[$1] " --" $2 ($3 ? " -" $3 : "") } END { for (v in o) print "    " v ") words=\"" substr(o[v], 2) "\" ;;" }' "$dir/.table" | sort
  echo '    esac ;;'
  echo '  *) case $verb in'
  awk -F'\t' '$2 == "folders" { f = f (f ? "|" : "") $1; next } $2 != "files" { print "    " $1 ") words=\"" $2 "\" ;;" } END { print "    " f ") kind=-d ;;" }' "$dir/.operands"
  echo '    esac'
  # after an option with a value any file may stand
  echo '    case $prev in -*) kind= words= ;; esac ;;'
  echo '  esac'
  echo '  COMPREPLY=($(compgen $kind -W "$words" -- "$cur"))'
  echo '}'
  echo 'complete -o default -F _plumb plumb'
} >"$dir/plumb.bash"

{
  echo '#compdef plumb'
  echo '# zsh completion of plumb, made from its option tables'
  echo 'if (( CURRENT == 2 )); then'
  echo '  local -a verbs; verbs=('
  sed "s/'/'\\\\''/g; s/:/\\\\:/g; s/^\\([a-z]*\\)	\\(.*\\)$/    '\\1:\\2'/" "$dir/.commands"
  echo '  )'
  echo "  _describe 'command' verbs; return"
  echo 'fi'
  echo 'local verb=$words[2]'
  echo 'shift words; (( CURRENT-- ))'
  echo 'case $verb in'
  awk -F'\t' -v q="'" '
    function text(s) { gsub(/[[]|]|:/, "\\\\&", s); gsub(q, q "\\" q q, s); return s }
    function operand(v) { return o[v] == "folders" ? "folder:_files -/" : o[v] == "files" ? "file:_files" : "word:(" o[v] ")" }
    function close_last() { if (last) print "    " q (o[last] == "files" ? "*:" : "1:") operand(last) q " ;;" }
    FILENAME ~ /operands$/ { o[$1] = $2; next }
    $1 != last { close_last(); print "  " $1 ") _arguments \\"; last = $1 }
    { v = $4; kind = v ~ /\|/ ? "(" v ")" : "_files"; gsub(/\|/, " ", kind)
      name = $3 ? "(-" $3 " --" $2 ")" q "{-" $3 ",--" $2 "}" q : "--" $2
      print "    " q name "[" text($5) "]" (v ? ":" text(v ~ /\|/ ? $2 : v) ":" kind : "") q " \\" }
    END { close_last(); print "  help) _arguments " q "1:word:(" o["help"] ")" q " ;;" }' "$dir/.operands" "$dir/.table"
  echo 'esac'
} >"$dir/_plumb"

{
  echo '# fish completion of plumb, made from its option tables'
  awk -F'\t' -v q="'" 'function text(s) { gsub(/\\/, "\\\\", s); gsub(q, "\\" q, s); return q s q }
    { print "complete -c plumb -n __fish_use_subcommand -f -a " $1 " -d " text($2) }' "$dir/.commands"
  awk -F'\t' -v q="'" '$2 == "files" { next }
    { print "complete -c plumb -n " q "__fish_seen_subcommand_from " $1 q " -f" \
        ($2 == "" ? "" : " -a " q ($2 == "folders" ? "(__fish_complete_directories (commandline -ct))" : $2) q) }' "$dir/.operands"
  awk -F'\t' -v q="'" 'function text(s) { gsub(/\\/, "\\\\", s); gsub(q, "\\" q, s); return q s q }
    { v = $4; gsub(/\|/, " ", v)
      print "complete -c plumb -n " q "__fish_seen_subcommand_from " $1 q " -l " $2 ($3 ? " -s " $3 : "") \
        (v ? ($4 ~ /\|/ ? " -x -a " text(v) : " -r -F") : "") " -d " text($5) }' "$dir/.table"
} >"$dir/plumb.fish"
rm -f "$dir/.commands" "$dir/.options" "$dir/.table" "$dir/.operands"
