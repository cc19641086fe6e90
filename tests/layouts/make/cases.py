"""The cases of cases.toml: one small file each, written where one is needed beside it."""
import datetime, shutil

D = datetime.date


def write(path, save_csv, save_xlsx, save_xls):
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)

    def c(name, rows, **more):
        save_csv(path / f"{name}.csv", rows, **more)

    def x(name, rows, merges=(), sheet="考勤"):
        save_xlsx(path / f"{name}.xlsx", {sheet: (rows, list(merges))})

    two = [["张三", "√", "√"], ["李四", "√", "○"]]
    head = ["姓名", "2020年1月8日", "2020年2月12日"]
    c("blank-mark", [head, ["张三", "√", ""], ["李四", "√", "○"]])
    c("blank-session", [head, ["张三", "√", ""], ["李四", "√", ""], ["王五", "√", ""]])
    c("unknown-mark", [head, ["张三", "√", "▲▲"], ["李四", "√", "○"]])
    c("legend-conflict", [head, *two, ["图例：√缺席 ×出勤"]])
    x("number-lost-its-zero", [["2020年上半年考勤表"], ["姓名", 5.2, 6.3], *two])
    c("range-of-days", [["姓名", "2020.3.5-3.6", "2020年4月8日"], *two])
    c("day-that-is-none", [["姓名", "2020年1月8日", "2020年6月31日"], *two])
    c("undated-column", [["姓名", "2020年1月8日", "上旬"], *two])
    c("outside-period", [["姓名", "2020年1月8日", "2020年2月12日", "2020年7月3日"], *[row + ["√"] for row in two]])
    c("same-day-twice", [["姓名", "2020年1月8日", "2020年1月8日"], *two])
    c("doubled-person", [head, *two, ["张　三", "√", "√"]])
    c("totals-wrong", [["姓名", "2020年1月8日", "2020年2月12日", "出勤次数", "请假次数"],
                       ["张三", "√", "√", 2, 0], ["李四", "√", "○", 2, 1], ["合计", 2, 2, 4]])
    c("rate-wrong", [["姓名", "2020年1月8日", "2020年2月12日", "出勤率"], ["张三", "√", "√", "100%"], ["李四", "√", "○", "60%"]])
    c("careful-rates", [["姓名", "2020年1月8日", "2020年2月12日", "2020年3月5日", "出勤率"],
                        ["张三", "√", "√", "√", "100%"], ["李四", "√", "○", "√", "66.7%"], ["合计", 2, 1, 2]])
    c("topic-placeholder", [head, ["", "XX会议精神", "全国两会精神"], *two])
    c("name-placeholder", [head, *two, ["张XX", "√", "√"]])
    c("mark-placeholder", [head, ["张三", "XX", "√"], ["李四", "√", "○"]])
    c("made-up-before", [head, ["张三", "√", "补(1.20)"], ["李四", "√", "○"]])
    x("merged-month", [["2020年考勤表"], ["姓名", "3月", "", "4月"], ["", 5, 26, 9], ["张三", "√", "√", "√"], ["李四", "√", "√", "○"]],
      ["A1:D1", "A2:A3", "B2:C2"])
    c("long-without-day", [["日期", "姓名", "状态"], ["2020-01-08", "张三", "出勤"], ["", "李四", "出勤"]])
    c("long-twice", [["日期", "姓名", "状态"], ["2020-01-08", "张三", "出勤"], ["2020-01-08", "李四", "事假"], ["2020-01-08", "张三", "缺席"]])
    c("long-somebody-missing", [["日期", "姓名", "状态"], ["2020-01-08", "张三", "出勤"], ["2020-01-08", "李四", "事假"],
                                ["2020-02-12", "张三", "出勤"]])
    c("sign-in-without-day", [["学习签到表"], ["地点：二楼会议室"], ["序号", "姓名", "签到"], [1, "张三", "√"], [2, "李四", "√"]])
    c("sign-in-by-another", [["2020年1月8日学习签到表"], ["姓名", "签到"], ["张三", "张三"], ["李四", "张三"]])
    c("sign-in-counts", [["学习签到表"], ["时间：2020年1月8日  地点：二楼会议室"], ["应到：3人 实到：3人"],
                         ["姓名", "签到", "备注"], ["张三", "√", ""], ["李四", "", "事假"], ["王五", "√", ""]])
    c("sign-in-unsigned", [["学习签到表"], ["时间：2020年1月8日"], ["姓名", "签到"], ["张三", ""], ["李四", ""], ["王五", ""]])
    x("legend-elsewhere", [["2020年考勤表"], ["姓名", "1月8日", "2月12日"], ["张三", "★", "★"], ["李四", "★", "☆"], [],
                           ["★ 出勤"], ["☆ 事假"]], ["A1:C1"])

    c("long-with-legend-and-total", [["日期", "姓名", "状态"], ["2020-01-08", "张三", "★"], ["2020-01-08", "李四", "☆"], ["合计", "", "2"],
                                     ["图例：★出勤 ☆事假 ×缺席"]])
    c("pages-with-repeated-header", [["2020年考勤表"], ["姓名", "1月8日"], ["张三", "√"], ["李四", "√"], ["姓名", "1月8日"], ["王五", "√"], ["赵六", "○"]])
    c("observers-below", [head, *two, ["列席人员"], ["王五", "√", ""], ["合计", 2, 1]])
    c("made-up-in-remark", [["日期", "姓名", "状态", "备注"], ["2020-01-08", "张三", "请假", "1月20日已补学"], ["2020-01-08", "李四", "出勤", ""]])
    c("year-above-month-above-day", [["姓名", "2020年", "", ""], ["", "3月", "", "4月"], ["", "5日", "26日", "9日"], ["张三", "√", "√", "√"], ["李四", "√", "○", "√"]])
    c("day-and-topic-in-one-cell", [["姓名", "2020年1月8日\n全国两会精神", "2020年2月12日\nXX讲话精神"], *two])

    # Cases about another register stand beside this attendance register.
    def beside(name, rows, attendance=None, **more):
        folder = path / name
        folder.mkdir()
        save_csv(folder / "考勤表.csv", attendance or [head, *two])
        save_csv(folder / more.get("file", "登记表.csv"), rows)

    beside("roster-with-two-heads", [["姓名", "角色"], ["张三", "组长"], ["李四", "组长"]])
    beside("roster-heads-in-turn", [["姓名", "角色", "任职起", "任职止"], ["张三", "组长", "2018.03", "2020年1月"], ["李四", "组长", "2020年2月", "至今"]],
           attendance=[head, ["张三", "√", "—"], ["李四", "—", "√"]])
    beside("roster-one-character-off", [["姓名", "角色"], ["张三丰", "组长"], ["李四光", "成员"]],
           attendance=[head, ["张三丰", "√", "√"], ["李四广", "√", "√"]])
    beside("roster-somebody-without-row", [["姓名", "角色"], ["张三", "组长"], ["李四", "成员"], ["王五", "成员"]])
    beside("roster-term-backwards", [["姓名", "角色", "任职起", "任职止"], ["张三", "组长", "2019-05-01", "2018-05-01"], ["李四", "成员", "", ""]])
    sessions = ["时间", "学习主题", "主持人", "重点发言人", "应到", "实到", "请假", "缺席"]
    beside("session-on-two-days", [sessions, ["2020-01-08", "全国两会精神", "张三", "", 2, 2, 0, 0], ["2020-02-21", "意识形态工作责任制", "张三", "", 2, 1, 1, 0]],
           attendance=[head, ["", "全国两会精神", "意识形态工作责任制"], *two])
    beside("session-counts", [sessions, ["2020-01-08", "全国两会精神", "张三", "", 2, 2, 0, 0], ["2020-02-12", "意识形态工作责任制", "张三", "", 2, 2, 0, 0]])
    beside("speaker-away", [sessions, ["2020-01-08", "全国两会精神", "张三", "张三", 2, 2, 0, 0], ["2020-02-12", "意识形态工作责任制", "李四", "李四", 2, 1, 1, 0]])
    beside("session-only-in-one", [sessions, ["2020-01-08", "全国两会精神", "张三", "", 2, 2, 0, 0]])
    beside("essay-before-session", [["姓名", "题目", "对应学习主题", "提交日期"], ["张三", "学习两会精神的体会", "全国两会精神", "2020-01-05"]],
           attendance=[head, ["", "全国两会精神", "意识形态工作责任制"], *two])
    beside("essay-without-author", [["姓名", "题目", "提交日期"], ["", "学习两会精神的体会", "2020-01-15"], ["张三", "另一篇", "2020-01-16"]])
    beside("missing-column", [["姓名", "提交日期", "字数", "对应学习主题"], ["张三", "2020-01-15", 1200, "全国两会精神"]], file="心得体会目录.csv")
    beside("header-not-found", [["甲", "乙"], ["1", "2"]], file="心得体会目录.csv")
    beside("unknown-sheet", [["物品", "数量"], ["笔记本", "20"]], file="物资.csv")
    beside("made-up-for-present", [["姓名", "缺学日期", "补学日期"], ["张三", "2020-01-08", "2020-01-20"]])
    beside("made-up-not-said", [["姓名", "缺学日期", "补学日期", "完成情况"], ["李四", "2020-02-12", "", "未补"]])
    beside("essay-out-of-term", [["姓名", "角色", "任职止"], ["张三", "组长", ""], ["李四", "成员", "2020-02-20"]])
    save_csv(path / "essay-out-of-term" / "心得.csv", [["姓名", "题目", "提交日期"], ["李四", "学习体会", "2020-03-01"]])
    beside("essay-author-misspelt", [["姓名", "题目", "提交日期"], ["张山", "学习体会", "2020-03-01"]])
    beside("essay-by-title", [["姓名", "题目", "提交日期"], ["李四（副书记）", "学习体会", "2020年3月5-6日"]])
    beside("session-parts", [sessions, ["2020-03-08", "全国两会精神", "张三", "", 9, 5, 1, 1]])
    beside("session-twice", [sessions, *[["2020-01-08", "全国两会精神", "张三", "", 2, 2, 0, 0]] * 2])
    beside("research-owner-misspelt", [["课题名称", "负责人", "状态"], ["茶产业发展", "李四四", "进行中"]],
           attendance=[head, ["张三三", "√", "√"], ["李四五", "√", "√"]])
    beside("oversight-kind", [["日期", "类别", "方式", "结果运用"], ["2020-01-08", "慰问", "座谈", ""], ["", "", "", ""]])
    folder = path / "rosters-by-quarter"
    folder.mkdir()
    save_csv(folder / "考勤表.csv", [head, *two])
    save_csv(folder / "一季度名单.csv", [["姓名", "角色"], ["张三", "组长"], ["李四", "成员"]])
    save_csv(folder / "二季度名单.csv", [["姓名", "角色"], ["张三", "组长"], ["李四", "成员"]])
    folder = path / "marks-in-conflict"
    folder.mkdir()
    save_csv(folder / "考勤表.csv", [head, *two])
    save_csv(folder / "签到表.csv", [["2020年2月12日学习签到表"], ["姓名", "签到"], ["张三", "√"], ["李四", "√"]])
