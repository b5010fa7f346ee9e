#!/bin/sh
# Prints the rows of types.txt or edges.txt as the initialiser of a C table: each word a string, _ a blank in names.
#     table.sh types FILE    { "ec2.vpc", "net", "box", "VPC", { "AWS::EC2::VPC", "aws_vpc", … } },
#     table.sh edges FILE    { "cfn", "egress", "ec2.route", "GatewayId|…", "*", "<RouteTableId", "", "" },
set -eu
what=$1
awk -v what="$what" -v file="$2" '
function bad(why) { print file ":" FNR ": " why > "/dev/stderr"; failed = 1; exit 1 }
/^ *(#|$)/ { next }
what == "types" {
  if (NF < 6) bad("a kind has a name, a group, how it is shown, words and its types")
  gsub("_", " ", $4)
  row = ""
  for (i = 5; i <= NF; i++) if ($i != "-") row = row (row == "" ? "" : ", ") "\"" $i "\""
  printf "    { \"%s\", \"%s\", \"%s\", \"%s\", { %s } },\n", $1, $2, $3, $4, row
}
what == "edges" {
  if (NF < 6 || NF > 8) bad("a rule has 6 to 8 words")
  row = ""
  for (i = 1; i <= 8; i++) row = row (i > 1 ? ", " : "") "\"" (i > NF || (i > 6 && $i == "-") ? "" : $i) "\""
  printf "    { %s },\n", row
}
END { exit failed }' "$2"
