//! Tables of numbers as offices write them.

use super::*;

/// Writes what was read: the words, the reading, and how exact it is.
fn told(text: &str) -> Vec<String> {
    let tell = |number: &Number| {
        let words = &text[number.start..number.end];
        let reading = match &number.reading {
            Reading::Amount(value, kind) => format!("{value} {kind:?}"),
            Reading::Share(n, of) => format!("{n}/{of}"),
            Reading::Ordinal(n) => format!("#{n}"),
            Reading::Day(day) => {
                let part = |n: Option<u32>| n.map_or("*".to_string(), |n| n.to_string());
                format!("{}-{}-{}", part(day.year), part(day.month), part(day.day))
            }
            Reading::Part(name) => (*name).to_string(),
            Reading::Paper(year, n) => format!("[{year}]{n}"),
            Reading::Label(label) => format!("label {label}"),
            Reading::Growth(times) => format!("x{times}"),
        };
        let bound = if number.bound == Bound::Exact { String::new() } else { format!(" {:?}", number.bound) };
        format!("{words}={reading}{bound}{}", if number.is_weak { "?" } else { "" })
    };
    read(text).iter().map(tell).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(told(text), expected, "{text}");
}

#[test]
fn digits_with_their_units() {
    check("共集中学习8次，实到80人次", &["8=8 Counted", "80=80 Attendances"]);
    check("１２名成员、3 次", &["１２=12 Persons", "3=3 Counted"]);
    check("1,234人", &["1,234=1234 Persons"]);
    check("3,4次", &["3=3 Bare", "4=4 Counted"]);
    check("经费3.50万元，1.2万人次", &["3.50万=35000 Money", "1.2万=12000 Attendances"]);
    check("参学率85.4％，下降4.4个百分点", &["85.4％=85.4 Percent", "4.4=4.4 Points"]);
    check("1.8小时、30天内", &["1.8=1.8 Hours", "30=30 Days"]);
    check(
        "占2/3，3至5次，10%-15%",
        &["2/3=2/3", "3=3 Counted", "5=5 Counted", "10%=10 Percent", "15%=15 Percent"],
    );
    check("见图1、表2，附件3", &["1=label 1", "2=label 2", "3=label 3"]);
    check("1.有关指标情况表", &["1=label 1"]);
    check("指标3.1.2，第3期", &["3.1.2=label 3.1.2", "第3=#3"]);
}

#[test]
fn dates_and_papers() {
    check("2020年7月3日", &["2020年7月3日=2020-7-3"]);
    check(
        "2020年上半年，1月9日、6月最后10天",
        &["2020年=2020-*-*", "上半年=H1", "1月9日=*-1-9", "6月=*-6-*", "10=10 Days"],
    );
    check(
        "1月9日至11日，1—6月，3—5日",
        &["1月9日=*-1-9", "11日=*-*-11", "1=*-1-*", "6月=*-6-*", "3=*-*-3", "5日=*-*-5"],
    );
    check("2020-07-03、2020.7.3", &["2020-07-03=2020-7-3", "2020.7.3=2020-7-3"]);
    check("青委宣〔2020〕6号，[2026] 3号", &["〔2020〕6号=[2020]6", "2026=2026 Bare", "3=3 Counted"]);
    check(
        "二〇二六年三月五日，三月，五月四日",
        &["二〇二六年三月五日=2026-3-5", "三月=*-3-*", "五月四日=*-5-4"],
    );
    check("第一季度、二季度、第3季度", &["第一季度=Q1", "二季度=Q2", "第3季度=Q3"]);
    check("3个月，3年", &["3=3 Months", "3=3 Years"]);
}

#[test]
fn chinese_numerals_count_only_before_a_unit() {
    check(
        "三次、两名、十一个防控网格，九类",
        &["三=3 Counted", "两=2 Persons", "十一=11 Counted", "九=9 Counted"],
    );
    check(
        "一百二十人次、两百三十余人、一万二千元",
        &["一百二十=120 Attendances", "两百三十余=230 Persons More", "一万二千=12000 Money"],
    );
    check("一次，半天", &["一=1 Counted?", "半=0.5 Days?"]);
    for text in [
        "一是对工学矛盾处理得不够好",
        "一、主要做法",
        "（一）书记带头",
        "统一、一定、进一步、唯一、之一",
        "三农、两会、两个维护、四个意识、三会一课、一岗双责、十九届四中全会",
        "第一议题、第一责任人、第二部分",
        "一两次不来、三五个人",
        "千方百计，十分重要，万众一心",
        "成果、成员、成绩",
    ] {
        check(text, &[]);
    }
}

#[test]
fn inexact_numbers() {
    check("近20次，最近3次", &["20=20 Counted Almost", "3=3 Counted"]);
    check("约30人，30人左右，节约3元", &["30=30 Persons About", "30=30 Persons About", "3=3 Money"]);
    check(
        "20余次、30多人、3万余元、3个多月",
        &["20余=20 Counted More", "30多=30 Persons More", "3万余=30000 Money More", "3=3 Months More"],
    );
    check(
        "不少于1次，不低于90%，超过30%，不超过30%",
        &["1=1 Counted AtLeast", "90%=90 Percent AtLeast", "30%=30 Percent Over", "30%=30 Percent AtMost"],
    );
    check(
        "5次以上，80%以上，不足800字",
        &["5=5 Counted AtLeast", "80%=80 Percent AtLeast", "800=800 Counted Less"],
    );
}

#[test]
fn words_that_are_numbers() {
    check(
        "八成以上、三成、八成五，8成",
        &["八成=80 Percent AtLeast", "三成=30 Percent", "八成五=85 Percent", "8成=80 Percent"],
    );
    check(
        "出勤过半，半数以上，一半",
        &["过半=50 Percent Over", "半数以上=50 Percent AtLeast", "一半=50 Percent About"],
    );
    check(
        "百分之八十三点三，百分之83.3，百分之百",
        &["百分之八十三点三=83.3 Percent", "百分之83.3=83.3 Percent", "百分之百=100 Percent"],
    );
    check("三分之二的成员，翻了一番", &["三分之二=2/3", "翻了一番=x2"]);
}

#[test]
fn numbers_beside_one_another() {
    let check = |base: &str, revised: &str, exact, expected| {
        let (a, b) = (read(base), read(revised));
        let ([a], [b]) = (&a[..], &b[..]) else { panic!("{a:?} {b:?}") };
        assert_eq!(relation(a, b, exact), expected, "{base} → {revised}");
    };
    use Relation::{Coarser, Other, Same};
    check("3次", "三次", None, Same);
    check("3次", "3 场", None, Same);
    check("3次", "4次", None, Other);
    check("80人次", "80人", None, Other);
    check("83.3%", "83.3个百分点", None, Other);
    check("83.3%", "百分之八十三点三", None, Same);
    check("83.3%", "83%", None, Coarser);
    check("83.3%", "84%", None, Other);
    check("83.3%", "83.33%", Some(83.333_333), Coarser);
    check("83.3%", "83.34%", Some(83.333_333), Other);
    check("83.3%", "八成以上", None, Coarser);
    check("78.3%", "八成以上", None, Other);
    check("83.3%", "八成", None, Coarser);
    check("85.4%", "八成", None, Other);
    check("83.3%", "近九成", None, Coarser);
    check("83.3%", "过半", None, Coarser);
    check("43.3%", "过半", None, Other);
    check("66.7%", "三分之二", None, Coarser);
    check("2/3", "三分之二", None, Same);
    check("2/3", "66.7%", None, Coarser);
    check("426人次", "400余人次", None, Coarser);
    check("426人次", "300余人次", None, Other);
    check("426人次", "近430人次", None, Coarser);
    check("426人次", "约430人次", None, Coarser);
    check("426人次", "430人次", None, Other);
    check("426人次", "超过400人次", None, Coarser);
    check("不低于90%", "90%", None, Coarser);
    check("不低于90%", "不超过90%", None, Other);
    check("满90天", "满60天", Some(90.0), Other);
    check("不足800字", "不足900字", Some(800.0), Other);
    check("超过80%", "超过75%", Some(85.4), Coarser);
    check("12034元", "1.2万元", None, Coarser);
    check("2020年7月3日", "7月3日", None, Coarser);
    check("7月3日", "7月4日", None, Other);
    check("7月", "7月3日", None, Other);
    check("第一季度", "一季度", None, Same);
    check("第一季度", "第二季度", None, Other);
    check("〔2020〕6号", "〔2020〕7号", None, Other);
}

#[test]
fn hostile_texts_are_read_in_one_pass() {
    let long = |c: &str| c.repeat(50_000);
    assert_eq!(read(&long("9")).len(), 1);
    assert!(read(&long("一")).len() <= 1);
    assert!(read(&long("第")).is_empty());
    assert_eq!(read(&long("1.")).len(), 1);
    assert!(read(&long("百分之")).len() <= 50_000);
    assert!(read(&long("[2026]")).len() <= 50_000);
    assert!(read(&long("1,234")).len() <= 100_001);
}
