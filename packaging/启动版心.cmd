@echo off
rem Opens the page in the browser: the program does so without a command.
cd /d "%~dp0"
banxin.exe || pause
