# zsh_tab.zsh FUNCTIONS FOLDER LINE: LINE as zsh completes it in FOLDER. The line is printed by a widget of its own, since
# what a terminal shows has escapes in it.
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z "PS1= PS2= RPS1=; cd $2; fpath=($1 \$fpath); autoload -U compinit; compinit -u -D
show() { print -r -- \"<\"\"<\$BUFFER>\"\">\"; BUFFER=; zle accept-line }; zle -N show; bindkey '^X' show; print REA\DY"
out=
while [[ $out != *READY* ]]; do zpty -r z more || exit 1; out+=$more; done
zpty -w -n z "$3"$'\t\x18'
while [[ $out != *'<<'*'>>'* ]]; do zpty -r z more || exit 1; out+=$more; done
out=${out##*<<}
print -r -- "${out%%>>*}"
zpty -d z
