"""Where the made files go, and the register that most of them hold."""

import os

FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HEADER = ["姓名", "日期", "次数"]
ROWS = [["张三", "2020-03-05", 1], ["李四", "2020-03-12", 2], ["王五", "2020-04-02", 3]]


def path(name):
    return os.path.join(FOLDER, name)


def write(name, content):
    with open(path(name), "wb") as file:
        file.write(content)
