"""Writes one set of figures in many layouts, and the cases beside them.

Needs openpyxl, xlwt and LibreOffice; run from anywhere: python3 tests/layouts/make/make.py
The files are kept in the repository, so that tests need none of these.
"""
import csv, datetime, io, os, pathlib, shutil, subprocess, tempfile

import openpyxl
import xlwt

HERE = pathlib.Path(__file__).resolve().parent.parent
LEGEND = "图例：√出勤　×缺席　○事假　△病假　公 公差　迟 迟到　补 补学　列 列席　— 未任职"
MEMBERS = [
    ("张明远", "党委书记", "组长", "", ""),
    ("李国栋", "党委副书记、镇长", "副组长", "", ""),
    ("王建华", "党委副书记", "副组长", "", ""),
    ("赵丽", "党委委员、纪委书记", "成员", "", ""),
    ("孙晓东", "党委委员、组织委员", "成员", "2020-03-01", ""),
    ("周伟", "党委委员、宣传委员", "成员", "", "2020-05-31"),
    ("吴敏", "农技站站长", "列席", "", ""),
]
SESSIONS = [
    ("2020-01-08", "四中全会精神与乡村治理"),
    ("2020-02-12", "统筹疫情防控和春耕备耕"),
    ("2020-03-20", "脱贫攻坚座谈会精神"),
    ("2020-04-22", "党章党规党纪"),
    ("2020-05-27", "意识形态工作责任制"),
    ("2020-06-18", "全国两会精神"),
]
MARKS = ["√√√公√√", "√√迟√√√", "√○√√补√", "√√△ √×", "——√√√√", "√√√√√—", "列——列——"]
WORDS = {"√": "出勤", "×": "缺席", "○": "事假", "△": "病假", "公": "公差", "迟": "迟到", "补": "补学", "列": "列席",
         "—": "未任职", " ": ""}
DATES = [datetime.date.fromisoformat(day) for day, _ in SESSIONS]
TOPICS = [topic for _, topic in SESSIONS]
NAMES = [member[0] for member in MEMBERS]
COUNTED = [m[2] != "列席" for m in MEMBERS]


def md(day):
    return f"{day.month}月{day.day}日"


def mark(i, j):
    return MARKS[i][j].strip()


def n(i, kinds, cols=range(6)):
    return sum(MARKS[i][j] in kinds for j in cols)


def folder(name):
    path = HERE / name
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def save_csv(path, rows, encoding="utf-8-sig", delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))


def save_xlsx(path, sheets):
    """sheets: name -> (rows, merges)"""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, (rows, merges) in sheets.items():
        sheet = book.create_sheet(name)
        for r, row in enumerate(rows, 1):
            for c, value in enumerate(row, 1):
                if value not in (None, ""):
                    cell = sheet.cell(r, c, value)
                    if isinstance(value, datetime.date):
                        cell.number_format = "yyyy/m/d"
        for merge in merges:
            sheet.merge_cells(merge)
    book.properties.created = book.properties.modified = datetime.datetime(2020, 7, 1)
    book.save(path)


def save_xls(path, sheets):
    book = xlwt.Workbook(encoding="utf-8")
    style = xlwt.easyxf(num_format_str="yyyy/m/d")
    for name, (rows, merges) in sheets.items():
        sheet = book.add_sheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, datetime.date):
                    sheet.write(r, c, value, style)
                elif value not in (None, ""):
                    sheet.write(r, c, value)
    book.save(str(path))


def convert(source, ending, target):
    with tempfile.TemporaryDirectory() as out:
        subprocess.run(["soffice", "--headless", "--convert-to", ending, "--outdir", out, str(source)],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        shutil.move(os.path.join(out, source.stem + "." + ending), target)


ROSTER = [["姓名", "职务", "角色", "任职起", "任职止"], *MEMBERS]
HEAD = ["序号", "时间", "地点", "学习主题", "学习形式", "主持人", "重点发言人", "应到", "实到", "请假", "缺席", "公差", "补学", "列席"]


def session_rows():
    rows = [HEAD]
    for j, (day, topic) in enumerate(SESSIONS):
        column = [MARKS[i][j] for i in range(7) if COUNTED[i]]
        counts = [sum(m != "—" for m in column), sum(m in "√迟" for m in column), sum(m in "○△" for m in column),
                  column.count("×"), column.count("公"), column.count("补"), int(MARKS[6][j] == "列")]
        form = "集中学习研讨" if j % 2 == 0 else "专题辅导"
        rows.append([j + 1, day, "镇二楼会议室", topic, form, "李国栋" if j == 3 else "张明远", "李国栋、周伟" if j < 5 else "李国栋", *counts])
    return rows


ESSAYS = [["姓名", "题目", "对应学习主题", "类型", "字数", "提交日期"],
          ["赵丽", "以治理成效检验学习成果", TOPICS[0], "心得体会", 1500, "2020.1.20"],
          ["孙晓东", "党纪学习的几点认识", TOPICS[3], "心得体会", 1600, "2020年5月6日"],
          ["李国栋", "全镇春耕生产调研报告", TOPICS[1], "调研报告", 3200, "2020-03-02"],
          ["周伟", "守好意识形态阵地", TOPICS[4], "理论文章", 2400, "5月30日"]]
PLAN = [["月份", "学习主题", "学习形式", "主讲人"], *[[f"{d.month}月", t, "集中学习研讨", "张明远"] for d, t in zip(DATES, TOPICS)]]


def common():
    path = folder("common")
    save_csv(path / "成员名单.csv", ROSTER)
    save_csv(path / "集中学习情况统计表.csv", [["2020年上半年集中学习情况统计表"], *session_rows()])
    save_csv(path / "心得体会目录.csv", [["2020年上半年心得体会目录"], *ESSAYS])
    save_csv(path / "学习计划.csv", [["2020年上半年学习计划"], *PLAN])


def totals(i, cols=range(6)):
    if not COUNTED[i]:
        return ["", "", "", ""]
    due = 6 - n(i, "—") if len(cols) == 6 else n(i, "√迟公补○△× ", cols)
    present = n(i, "√迟", cols)
    return [present, n(i, "○△", cols), n(i, "×", cols), round(present / due, 4) if due else "—"]


def wide(dates, cols=range(6), title="清溪镇党委中心组2020年上半年学习考勤表", name=lambda n: n, sign=mark):
    rows = [[title],
            ["序号", "姓名", "职务", *[dates[j] for j in cols], "出勤次数", "请假次数", "缺席次数", "出勤率", "备注"],
            ["", "", "", *[TOPICS[j] for j in cols]]]
    for i, member in enumerate(MEMBERS):
        rows.append([i + 1, name(member[0]), member[1], *[sign(i, j) for j in cols], *totals(i, cols)])
    present = [sum(MARKS[i][j] in "√迟" for i in range(6)) for j in cols]
    rows.append(["合计（实到人数）", "", "", *present, sum(present)])
    return rows


def layouts():
    p = folder("wide")
    rows = wide([md(d) for d in DATES]) + [[LEGEND], ["制表人：钱七　审核人：郑十"]]
    save_xlsx(p / "考勤表.xlsx", {"上半年": (rows, ["A1:N1", "A2:A3", "B2:B3", "C2:C3"])})

    p = folder("months-over-days")
    rows = [["清溪镇2020年学习考勤表"], [LEGEND],
            ["序号", "姓名", "职务", "一季度", "", "", "二季度", "", ""],
            ["", "", "", *[f"{d.month}月" for d in DATES]],
            ["", "", "", *[d.day for d in DATES]]]
    rows += [[i + 1, NAMES[i], MEMBERS[i][1], *[mark(i, j) for j in range(6)]] for i in range(7)]
    save_xlsx(p / "考勤.xlsx", {"Sheet1": (rows, ["A1:I1", "A2:I2", "A3:A5", "B3:B5", "C3:C5", "D3:F3", "G3:I3"])})

    p = folder("merged-month")
    rows = [["2020年上半年考勤表"], ["姓名", "1—3月", "", "", "4—6月", "", ""], ["", *[d for d in DATES]], ["", *TOPICS]]
    rows += [[NAMES[i], *[mark(i, j) for j in range(6)]] for i in range(7)] + [[], [LEGEND]]
    save_xlsx(p / "考勤.xlsx", {"考勤": (rows, ["A1:G1", "A2:A4", "B2:D2", "E2:G2"])})

    p = folder("excel-dates-xls")
    save_xls(p / "考勤表.xls", {"考勤": (wide(DATES) + [[LEGEND]], [])})

    p = folder("dates-above-ods")
    rows = [["2020年上半年学习考勤"], ["", "", *DATES], ["序号", "姓名", *TOPICS]]
    rows += [[i + 1, NAMES[i], *[mark(i, j) for j in range(6)]] for i in range(7)] + [[LEGEND]]
    with tempfile.TemporaryDirectory() as out:
        source = pathlib.Path(out) / "a.xlsx"
        save_xlsx(source, {"考勤": (rows, ["A1:H1"])})
        convert(source, "ods", p / "考勤表.ods")

    p = folder("transposed")
    rows = [["2020年上半年学习考勤表"], ["日期", "主题", *NAMES, "实到"]]
    for j in range(6):
        rows.append([DATES[j], TOPICS[j], *[mark(i, j) for i in range(7)], "" if j == 3 else sum(MARKS[i][j] in "√迟" for i in range(6))])
    save_xlsx(p / "考勤表.xlsx", {"考勤": (rows + [[LEGEND]], ["A1:J1"])})

    entries = [(i, j) for j in range(6) for i in range(7)]
    p = folder("long-csv")
    rows = [["日期", "姓名", "状态", "学习主题"], *[[SESSIONS[j][0], NAMES[i], WORDS[MARKS[i][j]], TOPICS[j]] for i, j in entries]]
    save_csv(p / "考勤记录.csv", rows)

    p = folder("long-gbk-tab")
    rows = [["序号", "学习日期", "姓名", "出勤情况", "备注"]]
    for i, j in entries:
        word = WORDS[MARKS[i][j]]
        late = word == "迟到"
        made_up = word == "补学"
        rows.append([len(rows), md(DATES[j]), NAMES[i], "到会" if late else "因事请假" if made_up else word,
                     "迟到10分钟" if late else "已于6月5日补学" if made_up else ""])
    save_csv(p / "2020年考勤明细.txt", rows, "gb18030", "\t")

    p = folder("long-merged-xlsx")
    rows = [["2020年上半年考勤明细表"], ["日期", "主题", "姓名", "考勤"]]
    merges = ["A1:D1"]
    for j in range(6):
        top = len(rows) + 1
        rows += [[DATES[j] if i == 0 else "", TOPICS[j] if i == 0 else "", NAMES[i], mark(i, j)] for i in range(7)]
        merges += [f"A{top}:A{top + 6}", f"B{top}:B{top + 6}"]
    save_xlsx(p / "考勤.xlsx", {"明细": (rows, merges)})

    p = folder("sign-in")
    sheets = {}
    for j in range(6):
        rows = [["清溪镇党委理论学习中心组学习签到表"],
                [f"时　间：{DATES[j].year}年{md(DATES[j])} 9:00", "", "", "地点：镇二楼会议室"],
                [f"主　题：{TOPICS[j]}", "", "", "主持人：李国栋" if j == 3 else "主持人：张明远"],
                ["序号", "姓名", "单位及职务", "签到", "备注"]]
        for i in range(7):
            m = MARKS[i][j]
            if m == "—":
                continue
            signed = "√" if m in "√迟" else "" if m in "公○△×" else WORDS[m]
            remark = {"迟": "迟到", "公": "因公出差", "○": "事假", "△": "病假", "×": "缺席"}.get(m, "")
            rows.append([len(rows) - 3, NAMES[i], MEMBERS[i][1], signed, remark])
        rows.append(["记录人：钱七"])
        sheets[f"第{j + 1}次"] = (rows, ["A1:E1", "A2:C2", "D2:E2", "A3:C3", "D3:E3"])
    save_xlsx(p / "签到表.xlsx", sheets)

    p = folder("sign-in-cells-xls")
    for j in range(6):
        counted = [MARKS[i][j] for i in range(6)]
        rows = [["学习签到表"], ["时间", DATES[j], "地点", "镇二楼会议室"], ["学习主题", TOPICS[j], "主持人", "李国栋" if j == 3 else "张明远"],
                ["应到", sum(m != "—" for m in counted), "实到", sum(m in "√迟" for m in counted)], [],
                ["姓名", "签名", "姓名", "签名"]]
        people = []
        for i in range(7):
            m = MARKS[i][j]
            if m != "—":
                people.append((NAMES[i], NAMES[i] if m == "√" else WORDS[m]))
        for k in range(0, len(people), 2):
            rows.append([value for pair in people[k:k + 2] for value in pair])
        save_xls(p / f"签到{j + 1}.xls", {"Sheet1": (rows, [])})

    p = folder("quarters")
    wide_name = str.maketrans("0123456789", "０１２３４５６７８９")
    pad = lambda name: "　".join(name) if len(name) == 2 else name
    for title, cols in (("一", range(3)), ("二", range(3, 6))):
        rows = wide([md(d).translate(wide_name) for d in DATES], cols, f"清溪镇2020年第{title}季度学习考勤表", pad) + [[LEGEND]]
        save_xlsx(p / f"{title}季度考勤表.xlsx", {"Sheet1": (rows, ["A1:K1"])})

    p = folder("stacked")
    # Every table on one sheet, one below another.
    rows = wide(DATES, range(3), "2020年第一季度考勤表") + [[LEGEND], []]
    rows += wide(DATES, range(3, 6), "2020年第二季度考勤表") + [["制表人：钱七"]]
    save_xlsx(p / "台账.xlsx", {"全部": (rows, [])})

    p = folder("own-signs-beside")
    own = {"√": "★", "×": "□", "○": "甲", "△": "乙", "公": "丙", "迟": "☆", "补": "丁", "列": "戊", "—": "己", " ": ""}
    rows = [["姓名", *[f"{d.month}.{d.day:02}" for d in DATES], "", "图例"]]
    entries_of = [[own[m], word] for m, word in WORDS.items() if m != " "]
    rows += [[NAMES[i], *[own[MARKS[i][j]] for j in range(6)], "", *(entries_of[i] if i < 7 else [])] for i in range(7)]
    rows += [[""] * 8 + entry for entry in entries_of[7:]]
    save_xlsx(p / "2020年考勤.xlsx", {"考勤": (rows, [])})

    p = folder("titles-and-numbers-csv")
    rows = [["姓名", *[f"{d.month}.{d.day}" for d in DATES]]]
    rows += [[f"{i + 1}.{NAMES[i]}（{MEMBERS[i][1]}）", *[mark(i, j) for j in range(6)]] for i in range(7)]
    save_csv(p / "2020年上半年考勤.csv", rows, "utf-16", ";")

    p = folder("both-kinds")
    rows = wide([md(d) for d in DATES]) + [[LEGEND]]
    save_xlsx(p / "考勤表.xlsx", {"上半年": (rows, [])})
    rows = [["学习签到表"], ["时间：2020年1月8日", "", "地点：镇二楼会议室"], ["序号", "姓名", "签到"]]
    rows += [[i + 1, NAMES[i], "√" if MARKS[i][0] == "√" else ""] for i in range(7)]
    save_xlsx(p / "1月8日签到表.xlsx", {"签到": (rows, [])})

    p = folder("make-up-table")
    late = lambda i, j: "○" if MARKS[i][j] == "补" else mark(i, j)
    rows = wide([md(d) for d in DATES], sign=late)[:2] + wide([md(d) for d in DATES], sign=late)[3:-1] + [[LEGEND]]
    for row in rows[2:-1]:
        del row[9:]
    rows[1] = rows[1][:9]
    save_xlsx(p / "考勤表.xlsx", {"上半年": (rows, [])})
    save_csv(p / "补学登记表.csv", [["缺学日期", "姓名", "补学内容", "补学日期"], ["2020-05-27", "王建华", TOPICS[4], "2020-06-05"]])

    p = folder("one-workbook")
    sheets = {"成员": (ROSTER, []), "考勤": (wide(DATES) + [[LEGEND]], ["A1:N1"]), "填写说明": ([["本表由各镇填写"]], [])}
    save_xlsx(p / "学习台账.xlsx", sheets)


if __name__ == "__main__":
    common()
    layouts()
    import cases
    cases.write(HERE / "cases", save_csv, save_xlsx, save_xls)
