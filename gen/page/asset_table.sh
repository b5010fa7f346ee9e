#!/bin/sh
# Prints assets.c: the files named on the command line, by base name, as a table of bytes (page/asset.h).
# The assembler copies them in; `;` parts its statements.
echo '#include "page/asset.h"'
n=0
for f; do
  n=$((n + 1))
  printf '__asm__(".section .rodata; asset_%d: ; .incbin \\"%s\\"; asset_%d_end: ; .byte 0; .previous");\n' $n "$f" $n
  printf 'extern const char asset_%d[], asset_%d_end[];\n' $n $n
done
echo 'const struct asset assets[] = {'
n=0
for f; do
  n=$((n + 1))
  printf '    { "%s", asset_%d, asset_%d_end },\n' "${f##*/}" $n $n
done
printf '    { 0 },\n};\n'
