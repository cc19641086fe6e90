//! What the blank registers hold: columns, what may stand in them, an example, and advice.

/// What a column takes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Takes {
    /// Words.
    Text,
    /// A day.
    Day,
    /// A whole number from 0.
    Count,
    /// A number from 0.
    Number,
    /// One of these.
    OneOf(&'static [&'static str]),
}

/// A column: its head, its width in characters, what it takes, and the example's text.
pub(super) type Column = (&'static str, f64, Takes, &'static str);

/// A blank register.
#[derive(Debug)]
pub(super) struct Register {
    /// The file's name.
    pub name: &'static str,
    /// The title over the table, also the sheet's name.
    pub title: &'static str,
    /// The labels of the lines between title and table.
    pub head: &'static [&'static str],
    /// The columns.
    pub columns: &'static [Column],
    /// The second header row, for the columns that have one: first such column, texts.
    pub topics: Option<(usize, &'static [&'static str])>,
    /// The line below the table.
    pub legend: Option<&'static str>,
    /// The lines of the sheet 填写说明.
    pub advice: &'static [&'static str],
}

/// What the sheet is called that says how a register is filled in.
pub const ADVICE: &str = "填写说明";

use Takes::{Count, Day, Number, OneOf, Text};

const MARKS: Takes = OneOf(&["√", "迟", "公", "○", "△", "×", "补", "列", "—"]);
const ROLES: Takes = OneOf(&["组长", "副组长", "成员", "秘书", "列席"]);
const FORMS: Takes =
    OneOf(&["集中学习研讨", "专题辅导", "现场学习", "观看专题片", "传达学习", "自学交流", "专题调研"]);
const OUTREACH: Takes = OneOf(&["第一议题", "读书班", "宣讲", "列席旁听", "现场学习", "述学"]);
const YES_NO: Takes = OneOf(&["是", "否"]);
const LEGEND: &str = "图例：√出勤　迟 迟到　公 公差　○事假　△病假　×缺席　补 补学　列 列席　— 未任职";
/// What is to be done with the example row; the tutorial says the same.
pub(super) const EXAMPLE_ROW: &str = "第一列写着“示例”的一行只作示范，不会计入。填好后把这一行删去；要用这一行填写的，把“示例”改成序号，其余各格都改成自己的内容。";

/// The registers, in the order in which they are filled.
pub(super) const REGISTERS: [Register; 9] = [
    Register {
        name: "成员名单.xlsx",
        title: "成员名单",
        head: &[],
        columns: &[
            ("序号", 6.0, Text, "示例"),
            ("姓名", 12.0, Text, "张三"),
            ("职务", 24.0, Text, "党委书记"),
            ("角色", 10.0, ROLES, "组长"),
            ("分管领域", 28.0, Text, "全面工作、基层党建"),
            ("任职起", 14.0, Day, "2026-01-01"),
            ("任职止", 14.0, Day, ""),
        ],
        topics: None,
        legend: None,
        advice: &[
            "每人一行。角色从下拉框选择：只有组长、副组长、成员计入应到人数，秘书和列席不计。",
            "期间内到任的填“任职起”，离任的填“任职止”，任职期外的学习不计其应到；一直在任的可以不填。",
            "分管领域用来判断心得体会是否联系本职工作，几项之间用顿号隔开。",
            EXAMPLE_ROW,
        ],
    },
    Register {
        name: "考勤表.xlsx",
        title: "考勤表",
        head: &[],
        columns: &[
            ("序号", 6.0, Text, "示例"),
            ("姓名", 12.0, Text, "张三"),
            ("职务", 20.0, Text, "党委书记"),
            ("示例：2026年1月15日", 15.0, MARKS, "√"),
            ("", 15.0, MARKS, ""),
            ("", 15.0, MARKS, ""),
            ("", 15.0, MARKS, ""),
            ("", 15.0, MARKS, ""),
            ("", 15.0, MARKS, ""),
            ("", 15.0, MARKS, ""),
            ("", 15.0, MARKS, ""),
            ("备注", 16.0, Text, ""),
        ],
        topics: Some((3, &["示例：全会精神", "", "", "", "", "", "", ""])),
        legend: Some(LEGEND),
        advice: &[
            "每人一行，每次学习一列；表头第一行写日期（带年份，如 2026年1月15日），第二行写主题，与统计表的日期、主题一致。D 列表头的“示例：……”改成自己的第一次学习。",
            "标记从下拉框选择，含义见表下的图例；本单位习惯用别的符号，就把图例改成自己的。",
            "每一格都要有标记：空白按“数据缺项”处理，不会算作出勤。",
            "一个季度一张工作表也可以，复制本表即可；姓名与成员名单一致。",
            EXAMPLE_ROW,
        ],
    },
    Register {
        name: "集中学习情况统计表.xlsx",
        title: "集中学习情况统计表",
        head: &[],
        columns: &[
            ("序号", 6.0, Text, "示例"),
            ("时间", 14.0, Day, "2026-01-15"),
            ("地点", 14.0, Text, "镇机关会议室"),
            ("学习主题", 26.0, Text, "全会精神"),
            ("学习内容", 30.0, Text, "全会公报和有关文件"),
            ("学习形式", 14.0, FORMS, "集中学习研讨"),
            ("主持人", 10.0, Text, "张三"),
            ("重点发言人", 16.0, Text, "张三、李四"),
            ("主讲/辅导人", 14.0, Text, ""),
            ("应到", 7.0, Count, "12"),
            ("实到", 7.0, Count, "12"),
            ("请假", 7.0, Count, "0"),
            ("缺席", 7.0, Count, "0"),
            ("公差", 7.0, Count, "0"),
            ("补学", 7.0, Count, "0"),
            ("列席", 7.0, Count, "0"),
            ("时长", 8.0, Number, "2.5"),
            ("贯彻措施", 30.0, Text, "修订镇村议事规则"),
            ("是否会上套开", 12.0, YES_NO, "否"),
            ("点评", 20.0, Text, "组长点评"),
            ("记录日期", 14.0, Day, "2026-01-16"),
        ],
        topics: None,
        legend: None,
        advice: &[
            "每次集中学习一行。重点发言人之间用顿号隔开，姓名与成员名单一致。",
            "应到只算任职的组长、副组长、成员；实到＋请假＋缺席＋公差＋补学＝应到，列席另计。",
            "时长以小时为单位；没有贯彻措施、点评的留空。",
            "记录日期是写成记录的那一天，不登记的可以不填；晚于学习7天以上的会提示核实是否补记。",
            EXAMPLE_ROW,
        ],
    },
    Register {
        name: "签到表.xlsx",
        title: "签到表",
        head: &["时间", "地点", "主题", "主持人"],
        columns: &[
            ("序号", 6.0, Text, "示例"),
            ("姓名", 12.0, Text, "张三"),
            ("单位及职务", 26.0, Text, "党委书记"),
            ("签到", 10.0, MARKS, "√"),
            ("备注", 20.0, Text, ""),
        ],
        topics: None,
        legend: Some(LEGEND),
        advice: &[
            "表上方的时间（年月日写全，如 2026年1月15日）、地点、主题、主持人写在冒号后面。",
            "不用考勤表、每次学习一张签到表的单位填这一种：一次学习一张工作表，复制本表即可。",
            "已经填了考勤表的，不必再填签到表，请从文件夹中移走本文件。",
            EXAMPLE_ROW,
        ],
    },
    Register {
        name: "心得体会目录.xlsx",
        title: "心得体会目录",
        head: &[],
        columns: &[
            ("序号", 6.0, Text, "示例"),
            ("姓名", 12.0, Text, "张三"),
            ("职务", 18.0, Text, "党委书记"),
            ("题目", 36.0, Text, "用全会精神推动乡镇治理"),
            ("对应学习主题", 24.0, Text, "全会精神"),
            ("类型", 12.0, OneOf(&["心得体会", "理论文章", "调研报告"]), "心得体会"),
            ("字数", 8.0, Count, "1500"),
            ("提交日期", 14.0, Day, "2026-01-22"),
            ("发表/转化情况", 18.0, Text, ""),
            ("文件名", 18.0, Text, ""),
            ("备注", 14.0, Text, ""),
        ],
        topics: None,
        legend: None,
        advice: &[
            "每篇一行；对应学习主题与统计表中的主题一致，才能核对学习和提交的先后。",
            "提交日期填收到的当天，不补填、不代填。",
            EXAMPLE_ROW,
        ],
    },
    Register {
        name: "学习计划.xlsx",
        title: "学习计划",
        head: &[],
        columns: &[
            ("序号", 6.0, Text, "示例"),
            ("月份", 12.0, Text, "2026年1月"),
            ("学习主题", 26.0, Text, "全会精神"),
            ("学习内容", 30.0, Text, "全会公报和有关文件"),
            ("学习形式", 14.0, FORMS, "集中学习研讨"),
            ("主讲人", 12.0, Text, "张三"),
            ("责任单位", 16.0, Text, "党政办公室"),
            ("参加人员", 16.0, Text, "中心组成员"),
            ("地点", 14.0, Text, "镇机关会议室"),
            ("量化目标", 20.0, Text, "重点发言2人"),
            ("备注", 14.0, Text, ""),
        ],
        topics: None,
        legend: None,
        advice: &[
            "每项安排一行，本期和下期写在一起即可；月份写明年份，如 2026年7月。",
            "主题与实际学习的主题用同样的字句，才能算出计划兑现率。",
            "每个季度至少安排一次集中学习研讨。",
            EXAMPLE_ROW,
        ],
    },
    Register {
        name: "调研课题.xlsx",
        title: "调研课题",
        head: &[],
        columns: &[
            ("序号", 6.0, Text, "示例"),
            ("课题名称", 34.0, Text, "山区茶产业发展"),
            ("负责人", 12.0, Text, "张三"),
            ("分管领域", 18.0, Text, "农业农村"),
            ("开题", 14.0, Day, "2026-02-10"),
            ("计划完成", 14.0, Day, "2026-10-31"),
            ("状态", 12.0, OneOf(&["未开题", "进行中", "已完成"]), "进行中"),
            ("成果形式", 14.0, Text, "调研报告"),
            ("转化应用", 26.0, Text, ""),
        ],
        topics: None,
        legend: None,
        advice: &["每个课题一行；成果被采用、形成文件或举措的，写在“转化应用”。", EXAMPLE_ROW],
    },
    Register {
        name: "督学评学考学台账.xlsx",
        title: "督学评学考学台账",
        head: &[],
        columns: &[
            ("序号", 6.0, Text, "示例"),
            ("日期", 14.0, Day, "2026-03-20"),
            ("类别", 10.0, OneOf(&["督学", "评学", "考学"]), "督学"),
            ("对象", 18.0, Text, "中心组全体成员"),
            ("方式", 18.0, Text, "查阅学习笔记"),
            ("成绩/等次", 12.0, Text, "85"),
            ("问题", 26.0, Text, "2名成员笔记不完整"),
            ("整改", 26.0, Text, "3月31日前补齐"),
            ("结果运用", 26.0, Text, "在班子会上通报"),
            ("应考人数", 10.0, Count, ""),
            ("参考人数", 10.0, Count, ""),
        ],
        topics: None,
        legend: None,
        advice: &[
            "开展一次记一行；考学填应考人数、参考人数。",
            "没有发现问题的，“问题”“整改”留空；结果怎样运用要写明。",
            EXAMPLE_ROW,
        ],
    },
    Register {
        name: "宣讲和指导台账.xlsx",
        title: "宣讲和指导台账",
        head: &[],
        columns: &[
            ("序号", 6.0, Text, "示例"),
            ("日期", 14.0, Day, "2026-03-12"),
            ("类别", 12.0, OUTREACH, "宣讲"),
            ("主讲", 12.0, Text, "张三"),
            ("对象", 24.0, Text, "云岭村党员群众"),
            ("主题", 28.0, Text, "全会精神"),
            ("人数", 10.0, Count, "60"),
            ("场次", 10.0, Count, "1"),
            ("备注", 16.0, Text, ""),
        ],
        topics: None,
        legend: None,
        advice: &[
            "集中学习以外的学习活动记在这里，一次一行：第一议题、读书班、宣讲、列席旁听（含指导下级）、现场学习、述学。",
            "几次合记一行的，在“场次”写明几次；不写的按一次计。人数是受众或参加的人数，没有登记的留空。",
            "已经记在集中学习情况统计表里的现场学习，不在这里重复登记。",
            EXAMPLE_ROW,
        ],
    },
];
