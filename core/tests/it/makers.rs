//! Sheets as phones, survey tools, meeting software and people's own habit make them, each in a
//! layout unlike the others: what a reader sees at once is read, mark by mark.

use std::collections::BTreeMap;

use banxin_core::analysis::analyse;
use banxin_core::diagnostic::Severity;
use banxin_core::settings::Settings;
use banxin_core::source::Source;

fn sources(files: &[(&str, &str)]) -> Vec<Source> {
    let source = |(name, text): &(&str, &str)| Source { name: (*name).into(), bytes: text.as_bytes().into() };
    files.iter().map(source).collect()
}

fn settings() -> Settings {
    Settings { unit: "柳林镇".into(), period: "2026H1".parse().ok(), ..Settings::default() }
}

/// Compares the marks of files, a session a part (`1-16 周远志=出勤 何月清=公差`), and the keys of
/// the errors and warnings.
#[track_caller]
fn check_all(files: &[(&str, &str)], expected: &[&str], said: &[&str]) {
    let made = analyse(&sources(files), &settings());
    let told: Vec<String> = made.diagnostics.iter().map(ToString::to_string).collect();
    let keys = made.diagnostics.iter().filter(|d| d.severity != Severity::Note).map(|d| d.key);
    assert_eq!(keys.collect::<Vec<_>>(), said, "{told:#?}");
    let dossier = made.output.unwrap_or_else(|error| panic!("{error}: {told:#?}")).dossier;
    let mut found: BTreeMap<(u8, u8), Vec<String>> = BTreeMap::new();
    for record in &dossier.attendance {
        let date = dossier.sessions[record.session].date;
        let mark = record.mark.map_or("", |mark| mark.name());
        let entry = format!("{}={mark}", dossier.members[record.member].name);
        found.entry((u8::from(date.month()), date.day())).or_default().push(entry);
    }
    let line = |((month, day), mut marks): ((u8, u8), Vec<String>)| {
        marks.sort();
        format!("{month}-{day} {}", marks.join(" "))
    };
    let found: Vec<String> = found.into_iter().map(line).collect();
    let sorted = |text: &&str| {
        let mut words: Vec<&str> = text.split(' ').collect();
        words[1..].sort_unstable();
        words.join(" ")
    };
    assert_eq!(found, expected.iter().map(sorted).collect::<Vec<_>>(), "{told:#?}");
}

/// The same for one file that nothing is to be said of.
#[track_caller]
fn check(name: &str, text: &str, expected: &[&str]) {
    check_all(&[(name, text)], expected, &[]);
}

/// A roster of the four persons that the sheets are about.
const ROSTER: (&str, &str) = (
    "成员名单.csv",
    "姓名,职务,角色\n周远志,党委书记,组长\n何月清,镇长,副组长\n林向阳,副书记,成员\n苏晓梅,纪委书记,成员\n",
);

#[test]
fn lists_of_names_in_the_session_register() {
    let text = "柳林镇中心组学习情况登记,,,,,,\n\
        序号,学习时间,学习主题,主持人,应到人员,实到人员,请假人员及原因,缺席人员\n\
        1,2026年1月16日,四中全会精神,周远志,\"周远志、何月清、林向阳、苏晓梅\",周远志 何月清 林向阳,苏晓梅（病假）,无\n\
        2,2026年2月20日,中央一号文件,周远志,\"周远志、何月清、林向阳、苏晓梅\",\"周远志，林向阳（迟到），苏晓梅\",何月清（出差）,\n";
    let marks = [
        "1-16 周远志=出勤 何月清=出勤 林向阳=出勤 苏晓梅=病假",
        "2-20 周远志=出勤 何月清=公差 林向阳=迟到 苏晓梅=出勤",
    ];
    check("学习登记.csv", text, &marks);
    check_all(&[ROSTER, ("学习登记.csv", text)], &marks, &[]);
}

#[test]
fn all_were_there_but_those_named() {
    let head = "日期,学习主题,主持人,实到人员,请假人员\n";
    let row = format!(
        "{head}1月16日,四中全会精神,周远志,全体成员,\n2月20日,一号文件,周远志,全体成员,苏晓梅（事假）\n"
    );
    check_all(
        &[ROSTER, ("学习登记.csv", &row)],
        &[
            "1-16 周远志=出勤 何月清=出勤 林向阳=出勤 苏晓梅=出勤",
            "2-20 周远志=出勤 何月清=出勤 林向阳=出勤 苏晓梅=事假",
        ],
        &[],
    );
}

#[test]
fn counts_say_of_those_on_no_list_that_they_were_there() {
    let text = "学习次数,日期,研讨专题,学习方式,应到（人）,实到（人）,缺席人员,缺席原因\n\
        一,2026.1.16,四中全会精神,集中研讨,4,3,苏晓梅,病假\n\
        二,2026.2.20,一号文件,专题辅导,4,2,\"何月清、林向阳\",\"公务、事假\"\n";
    let marks = [
        "1-16 周远志=出勤 何月清=出勤 林向阳=出勤 苏晓梅=病假",
        "2-20 周远志=出勤 何月清=公差 林向阳=事假 苏晓梅=出勤",
    ];
    check_all(&[ROSTER, ("学习情况.csv", text)], &marks, &[]);
    // Without a roster nobody knows who the others are: no report is made of that.
    let made = analyse(&sources(&[("学习情况.csv", text)]), &settings());
    assert!(made.diagnostics.iter().any(|d| d.key == "no-attendance" && d.refuses()));
    // Counts that do not fit the members say nothing of the session.
    let text = text.replace("4,3,苏晓梅", "5,4,苏晓梅");
    check_all(&[ROSTER, ("学习情况.csv", &text)], &marks[1..], &["names-left-out"]);
}

#[test]
fn what_is_no_name_is_named() {
    let head = "日期,学习主题,主持人,实到人员,请假人员\n";
    let text = format!("{head}1月16日,四中全会精神,周远志,周远志等12人,苏晓梅\n");
    check_all(&[("学习登记.csv", &text)], &["1-16 周远志=出勤 苏晓梅=请假"], &["name-unread"]);
    let text = format!("{head}1月16日,四中全会精神,周远志,周远志、苏晓梅,苏晓梅\n");
    let text = text.replace("周远志、苏晓梅", "\"周远志、苏晓梅\"");
    check_all(&[("学习登记.csv", &text)], &["1-16 周远志=出勤 苏晓梅="], &["mark-conflict", "blank-mark"]);
}

#[test]
fn sign_in_sheets_with_lists_around_them() {
    let text = "柳林镇中心组学习签到表\n（2026年2月20日）\n学习主题：中央一号文件\n序号,姓名,签名,序号,姓名,签名\n\
        1,周远志,周远志,2,何月清,\n3,林向阳,林向阳,4,苏晓梅,\n请假：苏晓梅（病假）、何月清（出差）\n";
    check("2.20.csv", text, &["2-20 周远志=出勤 何月清=公差 林向阳=出勤 苏晓梅=病假"]);
    // Whoever is named and has no line is none the less known.
    let text = "时间：2026年2月20日\n姓名,签字\n周远志,√\n林向阳,√\n请假人员,苏晓梅,何月清\n";
    check("签到.csv", text, &["2-20 周远志=出勤 何月清=请假 林向阳=出勤 苏晓梅=请假"]);
    // Signed and on leave cannot both be.
    let text = "时间：2026年2月20日\n姓名,签字\n周远志,√\n林向阳,√\n请假：林向阳\n";
    check_all(&[("签到.csv", text)], &["2-20 周远志=出勤 林向阳=出勤"], &["mark-conflict"]);
}

#[test]
fn the_form_of_a_session() {
    let form = |date: &str, there: &str, away: &str| {
        format!(
            "柳林镇中心组学习记录\n时间,{date},地点,三楼会议室\n主持人,周远志,记录人,王小明\n学习主题,四中全会精神\n\
            参加人员,{there}\n请假人员,{away}\n列席人员,王小明\n学习内容,领学全会公报\n"
        )
    };
    let first = form("2026年1月16日上午9:00", "周远志,何月清\n,林向阳", "苏晓梅（病假）");
    check("记录.csv", &first, &["1-16 周远志=出勤 何月清=出勤 林向阳=出勤 苏晓梅=病假 王小明=列席"]);
    // Several below one another.
    let both = first + "\n" + &form("2026年2月20日", "\"周远志、苏晓梅、林向阳\"", "\"何月清：出差\"");
    check(
        "记录.csv",
        &both,
        &[
            "1-16 周远志=出勤 何月清=出勤 林向阳=出勤 苏晓梅=病假 王小明=列席",
            "2-20 周远志=出勤 何月清=公差 林向阳=出勤 苏晓梅=出勤 王小明=列席",
        ],
    );
}

#[test]
fn a_head_beside_a_label_is_nobody() {
    // No form of a session: 出席人员 heads a column here.
    let text = "1月16日学习\n出席人员,职务,地点,主题\n周远志,书记,三楼,四中全会\n";
    let made = analyse(&sources(&[("a.csv", text)]), &settings());
    assert!(made.output.is_err(), "{:#?}", made.diagnostics);
}

#[test]
fn a_session_or_a_plan_whose_topic_is_its_content() {
    let grid = ("考勤.csv", "姓名,1月16日,2月20日\n周远志,√,√\n何月清,√,√\n");
    let register = (
        "学习情况.csv",
        "学习时间,学习内容,主持人,应到\n1月16日,四中全会精神,周远志,2\n2月20日,一号文件,周远志,2\n",
    );
    let plan = (
        "计划.csv",
        "拟定时间,学习内容,学习形式,主讲人\n1月,四中全会精神,研讨,周远志\n2月,一号文件,辅导,何月清\n",
    );
    let made = analyse(&sources(&[grid, register, plan]), &settings());
    let analysis = made.output.expect("a dossier");
    let topics: Vec<&str> = analysis.dossier.sessions.iter().map(|session| session.topic.text()).collect();
    assert_eq!(topics, ["四中全会精神", "一号文件"]);
    let kept = analysis.statistics.measures.iter().find(|measure| measure.key.name() == "plan-kept-rate");
    assert_eq!(kept.and_then(|measure| measure.n.zip(measure.of)), Some((2, 2)));
}

#[test]
fn what_programs_export() {
    let two = ["1-16 周远志=出勤 何月清=公差", "2-20 周远志=出勤 何月清=出勤"];
    // A chat program's punches.
    let text = "统计日期,2026-01-01 至 2026-06-30\n报表生成时间：2026-07-01 08:12\n姓名,部门,职位,工号,日期,上班打卡结果\n\
        周远志,党政办,书记,001,26-01-16 星期五,正常\n何月清,财政所,所长,002,26-01-16 星期五,出差\n\
        周远志,党政办,书记,001,26-02-20 星期五,正常\n何月清,财政所,所长,002,26-02-20 星期五,正常\n";
    check("打卡.csv", text, &two);
    // A database on the phone.
    let text = "学习场次,学习日期,参学人,参学人.部门,到会,请假类型\n第1场,2026/01/16,周远志,党委,是,\n\
        第1场,2026/01/16,何月清,党委,公差,\n第2场,2026/02/20,周远志,党委,是,\n第2场,2026/02/20,何月清,党委,是,\n";
    check("多维表格.csv", text, &two);
    // A survey whose answers name the session.
    let text = "序号,提交答卷时间,来源,1、您的姓名：,学习日期,3、参加情况\n1,2026/1/16 11:40:22,微信,周远志,1月16日（四中全会精神）,出勤\n\
        2,2026/1/16 11:42:22,微信,何月清,1月16日（四中全会精神）,因公出差\n3,2026/2/20 11:40:22,微信,周远志,2月20日（一号文件）,出勤\n\
        4,2026/2/20 11:42:22,微信,何月清,2月20日（一号文件）,出勤\n";
    check("问卷.csv", text, &two);
}

#[test]
fn made_by_hand() {
    let two = ["1-16 周远志=出勤 何月清=公差", "2-20 周远志=出勤 何月清=出勤"];
    check("a.csv", "姓名,周五（1月16日）上午,周五（2月20日）下午\n周远志,到,到\n何月清,因公,到\n", &two);
    // Letters one below the other.
    check(
        "b.csv",
        "\"序\n号\",\"姓\n名\",\"一月十六日\",\"二\n月\n二\n十\n日\"\n1,周远志,√,√\n2,何月清,公差,√\n",
        &two,
    );
    // Days down, with a title, a line about the table and signatures.
    let text = "柳林镇2026年上半年学习考勤一览\n填报单位（盖章）：柳林镇党委,,单位：人次\n时间,学习内容,周远志,何月清,应到,实到\n\
        1月16日,四中全会,√,公差,2,1\n2月20日,一号文件,√,√,2,2\n审核：李明,,制表：王芳\n";
    check("c.csv", text, &two);
    // Two lines of heads, the days in the second.
    let text = "附件2\n学习出勤统计（2026年上半年）\n姓　名,职　务,第一次,第二次,出勤,备注\n,,1.16,2.20,次数,\n周远志,书记,√,√,2,\n何月清,镇长,公差,√,1,\n";
    check("d.csv", text, &two);
}

#[test]
fn what_is_no_attendance_is_answered_honestly() {
    let check = |text: &str, expected: &str| {
        let made = analyse(&sources(&[("导出.csv", text)]), &settings());
        assert!(made.output.is_err(), "{text}");
        let told: Vec<String> = made.diagnostics.iter().map(ToString::to_string).collect();
        assert!(told.iter().any(|line| line.contains(expected)), "{expected}: {told:#?}");
    };
    check(
        "姓名,部门,本周积分,总积分\n周远志,党委,215,18234\n何月清,党委,180,15021\n",
        "最接近考勤表：表头取第 1 行，缺 日期、状态 列",
    );
    check(
        "姓名,职务,第1期,第2期\n周远志,书记,√,√\n何月清,镇长,√,√\n",
        "第 1 行像是考勤表的表头，但没有 各次学习日期 列",
    );
    check(
        "序号,姓名,出勤得分（10分）,发言得分,合计\n1,周远志,10,8,18\n2,何月清,9,7,16\n",
        "没有 日期、状态 列",
    );
}
