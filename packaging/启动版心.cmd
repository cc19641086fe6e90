@echo off
rem Starts the page and opens it in the browser; where it runs already, shows that one.
cd /d "%~dp0"
start "" http://127.0.0.1:8600
banxin.exe serve
pause
