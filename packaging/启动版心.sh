#!/bin/sh
# Opens the page in the browser, wherever the folder has been put: the program does so without a
# command. Where the page runs already, it opens that one.
here="$(dirname "$(readlink -f "$0")")"
program="$here/banxin"
[ -x "$program" ] || program=banxin
"$program" || {
  printf '按回车键关闭窗口'
  read -r _
}
