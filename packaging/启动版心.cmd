@echo off
rem Opens the page in the browser: the program does so without a command.
rem Named whole: a folder of the network cannot be the current one here.
"%~dp0banxin.exe" || pause
