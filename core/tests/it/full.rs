//! Units with every register, each with much in it: the longest documents that offices have.

use std::fmt::Write;

use banxin_core::period::Period;
use banxin_core::settings::Settings;
use banxin_core::source::Source;

const SURNAMES: [&str; 20] = [
    "张", "李", "王", "赵", "孙", "周", "吴", "郑", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨", "朱",
    "秦", "尤", "许",
];
const GIVEN: [&str; 5] = ["明远", "国栋", "秀兰", "晓东", "敏"];
const DUTIES: [&str; 8] =
    ["农田水利", "安全生产", "社会治安", "乡村旅游", "财政税收", "教育卫生", "民政救助", "村镇建设"];
const TOPICS: [&str; 16] = [
    "党的十九届四中全会精神与乡村治理",
    "统筹疫情防控和春耕备耕",
    "十九届中央纪委四次全会精神",
    "决战决胜脱贫攻坚座谈会精神",
    "意识形态工作责任制实施办法",
    "民法典总则编与基层依法行政",
    "河湖长制和生态环境保护",
    "安全生产责任制和防汛抗灾",
    "党章党规党纪",
    "全国两会精神",
    "巩固脱贫成果的长效办法",
    "人居环境整治与乡村旅游",
    "信访工作和矛盾纠纷化解",
    "国家安全教育",
    "粮食安全和耕地保护",
    "干部队伍和人才工作",
];
/// What the documents are that belong to the topics.
const CONTENTS: [&str; 16] = [
    "《中共中央关于坚持和完善中国特色社会主义制度的决定》；省委全会公报",
    "疫情防控工作部署；春季农业生产工作方案",
    "中央纪委四次全会公报；正风肃纪有关通知",
    "座谈会讲话原文；全县挂牌督战方案",
    "《党委（党组）意识形态工作责任制实施办法》；网络阵地管理的通知",
    "《中华人民共和国民法典》总则编；《重大行政决策程序暂行条例》",
    "《中华人民共和国水污染防治法》；县级河湖长制工作方案",
    "《地方党政领导干部安全生产责任制规定》；防汛抗旱应急预案",
    "《中国共产党章程》；《中国共产党纪律处分条例》",
    "《政府工作报告》；两会期间的重要讲话",
    "防止返贫监测和帮扶机制的指导意见",
    "《农村人居环境整治三年行动方案》；全县乡村旅游发展规划",
    "《信访工作条例》；人民调解工作典型材料",
    "《中华人民共和国国家安全法》；保密警示教育材料",
    "《粮食流通管理条例》；耕地保护目标责任书",
    "《干部教育培训工作条例》；全县人才工作要点",
];
const FORMS: [&str; 6] = ["集体学习研讨", "传达学习", "专家辅导", "现场参观", "自学交流", "观看影像"];
const DONE: [&str; 14] = [
    "修订镇村两级议事规则，完善村级小微权力清单",
    "分村制定农资配送方案，组织企业错峰复工",
    "开展节前廉政提醒谈话，规范公务用车管理",
    "逐户核对帮扶责任人，补齐公益岗位",
    "排查沟渠18处，疏浚河道3公里",
    "印发《农村道路养护办法》，明确路长职责",
    "对照责任清单逐项自查，整改网络阵地管理问题4个",
    "清理行政规范性文件11份，废止2份",
    "组织应急演练，更新防汛物资储备清单",
    "化解信访积案5件，落实领导包案",
    "建立返贫监测台账，对边缘户逐户走访",
    "划定耕地保护责任片区，村干部按月巡查",
    "拆除违规搭建，整治农村环境卫生",
    "制定年轻干部跟班学习办法，选派4人到村任职",
];
const PROBLEMS: [&str; 5] =
    ["学习笔记不完整", "学习档案归档不及时", "发言准备不充分", "理论联系实际不够", "支部学习记录偏简"];
const VILLAGES: [&str; 4] = ["龙泉村党支部", "溪口村党支部", "云岭村党支部", "镇机关党支部"];

/// Draws numbers, the same for the same seed.
struct Draws(u64);

impl Draws {
    /// Returns a number from `least` to `most`.
    fn number(&mut self, least: usize, most: usize) -> usize {
        // splitmix64, https://prng.di.unimi.it/splitmix64.c
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let mixed = mixed ^ (mixed >> 31);
        least + (mixed % (most - least + 1) as u64) as usize
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.number(0, words.len() - 1)]
    }

    fn happens(&mut self, percent: usize) -> bool {
        self.number(1, 100) <= percent
    }
}

/// A unit's registers.
pub struct Full {
    /// The files.
    pub sources: Vec<Source>,
    /// What the office states.
    pub settings: Settings,
}

/// Writes a unit's registers of that period; another seed gives another unit.
pub fn full(seed: u64, period: &str) -> Full {
    let period: Period = period.parse().expect("a period");
    let draws = &mut Draws(seed);
    let names: Vec<String> = (0..draws.number(5, 24))
        .map(|at| format!("{}{}", SURNAMES[at % SURNAMES.len()], GIVEN[at % GIVEN.len()]))
        .collect();
    let per_month = draws.number(1, 3);
    let mut days: Vec<(u8, usize)> = Vec::new();
    for month in period.first_month()..=period.last_month() {
        days.extend((0..per_month).map(|at| (month, 3 + at * 9 + draws.number(0, 7))));
    }
    // How well a unit does decides what is found of it.
    let care = draws.number(20, 100);
    let files = [
        ("成员名单.csv", roster(&names)),
        ("考勤表.csv", attendance(&names, &days, period, care, draws)),
        ("集中学习情况统计表.csv", sessions(&names, &days, period, care, draws)),
        ("心得体会目录.csv", essays(&names, period, care, draws)),
        ("学习计划.csv", plan(&names, &days, period, care, draws)),
        ("调研课题.csv", research(&names, period, care, draws)),
        ("督学评学考学台账.csv", oversight(&names, period, care, draws)),
        ("宣讲和指导台账.csv", outreach(&names, period, draws)),
    ];
    let source = |(name, text): (&str, String)| Source { name: name.into(), bytes: text.into_bytes() };
    let settings = Settings {
        unit: "清溪镇".into(),
        superior: Some("青山县委宣传部".into()),
        period: Some(period),
        keywords: ["茶产业", "乡村振兴", "人居环境"].map(String::from).to_vec(),
        guiding: Some("习近平新时代中国特色社会主义思想".into()),
        basis: Some("《青山县党委（党组）理论学习中心组2020年学习安排》（青委宣〔2020〕6号）".into()),
        funds: Some("2万元".into()),
        places: ["镇党校", "龙泉村食用菌示范园"].map(String::from).to_vec(),
        ..Settings::default()
    };
    Full { sources: files.map(source).into(), settings }
}

fn date(period: Period, (month, day): (u8, usize)) -> String {
    format!("{}-{month:02}-{day:02}", period.year)
}

fn roster(names: &[String]) -> String {
    let mut text = String::from("姓名,职务,角色,分管领域\n");
    for (at, name) in names.iter().enumerate() {
        let (post, role) = match at {
            0 => ("党委书记", "组长"),
            1 => ("镇长", "副组长"),
            _ => ("党委委员", "成员"),
        };
        writeln!(text, "{name},{post},{role},{}", DUTIES[at % DUTIES.len()]).expect("a string grows");
    }
    text
}

fn attendance(
    names: &[String],
    days: &[(u8, usize)],
    period: Period,
    care: usize,
    draws: &mut Draws,
) -> String {
    let head: Vec<String> = days.iter().map(|day| date(period, *day)).collect();
    let mut text = format!("姓名,职务,{}\n", head.join(","));
    for name in names {
        let mut mark = || match draws.happens(60 + care * 2 / 5) {
            true => "√",
            false => draws.one_of(&["病假", "事假", "公差", "缺席", "补学"]),
        };
        let marks: Vec<&str> = days.iter().map(|_| mark()).collect();
        writeln!(text, "{name},,{}", marks.join(",")).expect("a string grows");
    }
    text
}

fn sessions(
    names: &[String],
    days: &[(u8, usize)],
    period: Period,
    care: usize,
    draws: &mut Draws,
) -> String {
    let mut text = String::from(
        "日期,学习主题,学习内容,学习形式,地点,主持人,主讲人,重点发言人,时长,贯彻措施,是否会上套开,点评,记录日期\n",
    );
    for (at, day) in days.iter().enumerate() {
        let host = &names[usize::from(draws.happens(30))];
        let speakers: Vec<&str> =
            (0..draws.number(0, 4)).map(|n| names[(at * 3 + n) % names.len()].as_str()).collect();
        writeln!(
            text,
            "{},{},{},{},会议室,{host},{},{},{},{},{},{},{}",
            date(period, *day),
            TOPICS[at % TOPICS.len()],
            CONTENTS[at % TOPICS.len()],
            if draws.happens(40) { FORMS[0] } else { draws.one_of(&FORMS) },
            names[0],
            speakers.join("、"),
            draws.one_of(&["1", "1.5", "2", "2.5", "3"]),
            if draws.happens(care) { draws.one_of(&DONE) } else { "" },
            if draws.happens(care) { "否" } else { "是" },
            if draws.happens(care) { "联系实际较好" } else { "" },
            date(period, *day),
        )
        .expect("a string grows");
    }
    text
}

fn essays(names: &[String], period: Period, care: usize, draws: &mut Draws) -> String {
    let mut text = String::from("姓名,题目,对应学习主题,类型,字数,提交日期,发表转化\n");
    for (at, name) in names.iter().enumerate() {
        for n in 0..draws.number(usize::from(care > 60), 3) {
            let last = period.last_month();
            let month = if draws.happens(care) {
                draws.number(period.first_month().into(), last.into())
            } else {
                last.into()
            };
            let month = u8::try_from(month).expect("a month");
            let topic = TOPICS[(at + n) % TOPICS.len()];
            let title = match draws.happens(care / 2) {
                true => format!("{}工作中的做法与思考", DUTIES[at % DUTIES.len()]),
                false => format!("学习{topic}的体会"),
            };
            let published = if draws.happens(15) { "县委宣传部《学习简报》刊发" } else { "" };
            let (kind, length) =
                (draws.one_of(&["心得体会", "心得体会", "理论文章", "调研报告"]), draws.number(600, 2600));
            let day = date(period, (month, draws.number(1, 28)));
            writeln!(text, "{name},{title},{topic},{kind},{length},{day},{published}")
                .expect("a string grows");
        }
    }
    text
}

fn plan(names: &[String], days: &[(u8, usize)], period: Period, care: usize, draws: &mut Draws) -> String {
    let mut text = String::from("时间,学习主题,学习内容,学习形式,主讲人,责任单位,量化目标\n");
    let mut row = |year: i32, month: u8, topic: &str, draws: &mut Draws| {
        let target = if draws.happens(care) { "参学率不低于95%" } else { "" };
        let speaker = &names[draws.number(0, names.len() - 1)];
        writeln!(
            text,
            "{year}年{month}月,{topic},《中华人民共和国水污染防治法》和县级工作方案,{},{speaker},农业农村办公室,{target}",
            draws.one_of(&FORMS)
        )
        .expect("a string grows");
    };
    for (at, (month, _)) in days.iter().enumerate() {
        // Some of what was planned is not what was held.
        let topic =
            if draws.happens(care) { TOPICS[at % TOPICS.len()] } else { "革命老区振兴发展规划" };
        row(period.year, *month, topic, draws);
    }
    let next = period.next();
    for month in next.first_month()..=next.last_month() {
        for _ in 0..draws.number(0, 2) {
            let topic = draws.one_of(&TOPICS);
            row(next.year, month, topic, draws);
        }
    }
    text
}

fn research(names: &[String], period: Period, care: usize, draws: &mut Draws) -> String {
    let mut text = String::from("课题名称,负责人,计划完成,状态,转化应用\n");
    let next = period.next();
    for at in 0..draws.number(1, 8) {
        let title = format!("清溪镇{}现状与对策", DUTIES[at]);
        let row = match draws.happens(care) {
            true => format!(
                "{}-{:02}-20,已完成,{}",
                period.year,
                period.last_month(),
                draws.one_of(&["", "写入镇三年规划", "提交党委会议研究通过"])
            ),
            false => format!("{}年{}月,进行中,", next.year, next.last_month()),
        };
        writeln!(text, "{title},{},{row}", names[at % names.len()]).expect("a string grows");
    }
    text
}

fn oversight(names: &[String], period: Period, care: usize, draws: &mut Draws) -> String {
    let mut text = String::from("日期,类别,对象,方式,成绩,问题,整改,结果运用,应考人数,参考人数\n");
    let months = usize::from(period.first_month())..=usize::from(period.last_month());
    for month in months {
        for _ in 0..draws.number(0, 3) {
            let month = u8::try_from(month).expect("a month");
            let kind = draws.one_of(&["督学", "评学", "考学"]);
            let of = names.len();
            let examined =
                if kind == "考学" { format!("{of},{}", draws.number(of / 2, of)) } else { ",".into() };
            let problem = if draws.happens(50) { draws.one_of(&PROBLEMS) } else { "" };
            let mended = if !problem.is_empty() && draws.happens(care) { "已整改" } else { "" };
            writeln!(
                text,
                "{},{kind},{},{},{},{problem},{mended},{},{examined}",
                date(period, (month, draws.number(1, 28))),
                if draws.happens(70) { "中心组" } else { draws.one_of(&VILLAGES) },
                draws.one_of(&["查阅学习笔记", "座谈", "列席旁听"]),
                draws.one_of(&["", "92", "优秀"]),
                if draws.happens(care) { "会上通报" } else { "" },
            )
            .expect("a string grows");
        }
    }
    text
}

fn outreach(names: &[String], period: Period, draws: &mut Draws) -> String {
    let mut text = String::from("日期,类别,主讲,对象,主题,人数,场次\n");
    for kind in ["第一议题", "第一议题", "读书班", "宣讲", "宣讲", "列席旁听", "列席旁听", "现场学习", "述学"]
    {
        for _ in 0..draws.number(0, 2) {
            let months = (usize::from(period.first_month()), usize::from(period.last_month()));
            let month = u8::try_from(draws.number(months.0, months.1)).expect("a month");
            writeln!(
                text,
                "{},{kind},{},{},{},{},{}",
                date(period, (month, draws.number(1, 28))),
                names[draws.number(0, names.len() - 1)],
                draws.one_of(&VILLAGES),
                draws.one_of(&TOPICS),
                draws.number(8, 90),
                draws.number(1, 3),
            )
            .expect("a string grows");
        }
    }
    text
}
