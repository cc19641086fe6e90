#!/bin/sh
# Starts the page and opens it in the browser, wherever the folder has been put.
# Where the page runs already, the browser shows that one.
here="$(dirname "$(readlink -f "$0")")"
program="$here/banxin"
[ -x "$program" ] || program=banxin
if command -v xdg-open >/dev/null; then
  (sleep 1 && xdg-open http://127.0.0.1:8600 >/dev/null 2>&1) &
fi
"$program" serve || {
  printf '按回车键关闭窗口'
  read -r _
}
