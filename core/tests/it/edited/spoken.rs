//! Numbers left as they are while their sentence comes to speak of something else.

use banxin_core::document::{Align, Block, Column, Provenance, Table, Text};
use banxin_core::revision::align::align;
use banxin_core::revision::judge::{Class, Judged, judge, subject};
use banxin_core::revision::numbers::{Reading, read};
use banxin_core::revision::{Base, check};

use super::checked::{put, sample};

/// Returns what is told of the sample with these words in the place of those, notes left out.
#[track_caller]
fn told(from: &str, to: &str) -> Vec<String> {
    let (base, measures) = sample();
    let mut revised = base.clone();
    put(&mut revised, from, to);
    let checked = check(&base, &revised, &measures, &[]);
    checked.diagnostics.iter().map(ToString::to_string).filter(|told| !told.starts_with("说明")).collect()
}

#[test]
fn a_number_told_of_something_else_is_an_error() {
    let mut silent = Vec::new();
    for (from, to) in [
        ("满30天的6人次还没有补学", "满30天的6人次迟到"),
        ("满30天的6人次还没有补学", "满30天的6人次已经补学"),
        ("满30天的6人次还没有补学", "满30天的6人次按时补学"),
        ("满30天的6人次还没有补学", "满30天的6人次请假"),
        ("参学率85.4%", "出勤率85.4%"),
        ("党委书记作为第一责任人", "镇长作为第一责任人"),
        ("副组长主持集中学习3次", "组长主持集中学习3次"),
        ("第一季度没有对中心组开展督学", "第二季度没有对中心组开展督学"),
        ("第一季度没有对中心组开展督学", "第一季度对中心组开展督学"),
        ("上半年没有开展考学", "上半年开展考学"),
        ("共集中学习8次", "二季度共集中学习8次"),
        ("平均每次下降4.4个百分点", "平均每次上升4.4个百分点"),
        ("会后补学2人次", "会后请假2人次"),
        ("有关人员列席2人次", "有关人员缺席2人次"),
        ("提交心得体会22篇", "提交调研报告22篇"),
        ("形成心得体会和理论文章24篇", "走访困难群众24户"),
        ("形成心得体会和理论文章24篇", "形成心得体会24篇"),
        ("还有8名没有作过", "还有8名作过"),
        ("有2名没有提交", "有2名已经提交"),
        ("评学2次", "考学2次"),
        ("另外2个计划下半年完成", "另外2个已经完成"),
        ("每季度督学不少于1次", "每月督学不少于1次"),
        ("10名成员撰写文章", "10名群众撰写文章"),
        ("其中按期开展7项；", "其中按期开展7次；"),
        ("3人作重点发言；6月12日", "3人请假；6月12日"),
        ("还没有改正的“发言与镇情结合不够紧”", "已经改正的“发言与镇情结合不够紧”"),
        ("还没有改正的“发言与镇情结合不够紧”", "改正了的“发言与镇情结合不够紧”"),
    ] {
        let told = told(from, to);
        let is_told = told.iter().any(|told| told.contains("未改，所说的事") || told.contains("不一致"));
        if !is_told {
            silent.push(format!("{from} → {to}: {told:?}"));
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[test]
fn other_words_for_the_same_are_silent() {
    let mut accused = Vec::new();
    for (from, to) in [
        ("应到96人次，实到80人次", "应参加96人次，到会80人次"),
        ("应到96人次，实到80人次", "96人次中，实到80人次"),
        ("应到96人次，实到80人次", "实到80人次（应到96人次）"),
        ("满30天的6人次还没有补学", "满30天的6人次尚未补学"),
        ("满30天的6人次还没有补学", "满30天的6人次至今欠学"),
        ("满30天的6人次还没有补学", "满30天没有补课的还有6人次"),
        ("未到会的，会后补学2人次", "缺席的同志会后补课2人次"),
        ("党委书记作为第一责任人", "书记作为第一责任人"),
        ("党委书记作为第一责任人", "组长作为第一责任人"),
        ("党委书记作为第一责任人，主持", "党委书记带头，认真主持"),
        ("共集中学习8次，其中专题研讨3次", "共组织集体学习8次，其中开展研讨3次"),
        ("心得体会和理论文章24篇、调研报告1篇", "调研报告1篇、心得体会和理论文章24篇"),
        ("心得体会、理论文章或调研报告", "理论文章、心得体会或调研报告"),
        ("平均每次下降4.4个百分点", "平均每次回落4.4个百分点"),
        ("对集中学习评学2次，对中心组督学3次", "评学2次、督学3次"),
        ("对集中学习评学2次，对中心组督学3次", "开展督学3次、评学2次"),
        ("第一季度没有对中心组开展督学", "第一季度未对中心组进行督学"),
        ("还有8名没有作过", "还有8名同志从未作过"),
        ("集中学习一般不与其他会议合并召开，会前3个工作日", "集中学习一般单独召开，会前3个工作日"),
        ("上半年计划安排学习10项，其中按期开展7项", "上半年计划学习10项，按期完成7项"),
        ("开展宣讲11场，受众426人次", "宣讲11场，听众426人次"),
        ("12名成员中，作过重点发言的4名", "成员12名，作过重点发言的有4名"),
        ("还没有改正的“发言与镇情结合不够紧”", "尚未改正的“发言与镇情结合不够紧”"),
        ("还没有改正的“发言与镇情结合不够紧”", "没有整改到位的“发言与镇情结合不够紧”"),
        ("还没有改正的“发言与镇情结合不够紧”", "查出的“发言与镇情结合不够紧”"),
        ("“交流发言偏少”“会议记录", "“交流发言偏少”、“会议记录"),
        ("“会议记录与发言提纲未装订”等4个问题", "“会议记录与发言提纲未装订”4个问题"),
    ] {
        let told = told(from, to);
        if !told.is_empty() {
            accused.push(format!("{from} → {to}: {told:?}"));
        }
    }
    assert!(accused.is_empty(), "{}", accused.join("\n"));
}

#[test]
fn both_sentences_are_named_once_for_all_numbers() {
    let told = told("党委书记作为第一责任人", "镇长作为第一责任人");
    assert_eq!(told.len(), 1, "{told:#?}");
    for words in
        ["`5次`、`2次`、`4次` 未改", "由“党委书记”变成“镇长”", "党委书记作为第一责任人，主持集中学习5次"]
    {
        assert!(told[0].contains(words), "{words}: {}", told[0]);
    }
}

#[test]
fn a_column_with_another_head_is_told_once() {
    let (base, measures) = sample();
    let mut revised = base.clone();
    let mut n_changed = 0;
    for block in revised.attachments.iter_mut().flat_map(|attachment| &mut attachment.blocks) {
        let Block::Table(table) = block else { continue };
        for head in table.header.iter_mut().filter(|head| head.as_str() == "请假") {
            *head = Text::of("迟到", Provenance::Office("修改稿"));
            n_changed += 1;
        }
    }
    assert_eq!(n_changed, 1);
    let checked = check(&base, &revised, &measures, &[]);
    let told: Vec<String> = checked.diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].contains("由“请假”变成“迟到”") && told[0].starts_with("错误"), "{}", told[0]);
}

#[test]
fn a_changed_cell_is_named_by_table_row_and_column() {
    let (base, measures) = sample();
    let mut revised = base.clone();
    let tables = revised.attachments[2].blocks.iter_mut();
    let table =
        tables.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None }).next();
    table.expect("the members' table").rows[1][5] = Text::of("2", Provenance::Office("修改稿"));
    let checked = check(&base, &revised, &measures, &[]);
    let told: Vec<String> = checked.diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1, "{told:#?}");
    let expected =
        "错误：表“成员学习情况统计表”第 2 行“副组长”“请假”栏“2”中 `2` 与原来的 `1` 不一致：台账登记的请假";
    assert!(told[0].starts_with(expected), "{}", told[0]);
}

#[test]
fn numbers_of_a_new_table_are_named_by_its_heads_and_rows() {
    let (base, measures) = sample();
    let mut revised = base.clone();
    let cell = |words: &str| Text::of(words.to_string(), Provenance::Office("修改稿"));
    let row = |words: [&str; 3]| words.map(cell).to_vec();
    let column = Column { width_mm: 50.0, align: Align::Left };
    let table = Table {
        caption: Some(cell("表9　走访情况")),
        columns: vec![column; 3],
        header: row(["序号", "出勤率", "走访户数"]),
        rows: vec![row(["1", "83.3%", "120户"]), row(["2", "93.3%", "6户"])],
        note: None,
    };
    revised.blocks.insert(4, Block::Table(table));
    let checked = check(&base, &revised, &measures, &[]);
    let told: Vec<String> = checked.diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 4, "{told:#?}");
    for (told, words) in told.iter().zip([
        "说明：表“表9　走访情况”第 1 行“出勤率”栏“83.3%”中新增的 `83.3%` 与出勤率相符",
        "错误：表“表9　走访情况”第 1 行“走访户数”栏“120户”中新增的 `120户` 在台账中没有依据",
        "错误：表“表9　走访情况”第 2 行“出勤率”栏“93.3%”中新增的 `93.3%` 在台账中没有依据：出勤率为 `83.3%`",
        "错误：表“表9　走访情况”第 2 行“走访户数”栏“6户”中新增的 `6户` 在台账中没有依据",
    ]) {
        assert!(told.starts_with(words), "{words}: {told}");
    }
}

/// Returns the item of a list or clause round some bytes.
fn item(text: &str, start: usize, end: usize) -> (usize, usize) {
    let is_mark = |c: char| "，。；：、！？（）“”‘’《》\n".contains(c);
    let first =
        text[..start].rfind(is_mark).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    (first, text[end..].find(is_mark).map_or(text.len(), |at| end + at))
}

#[test]
fn every_exchanged_word_beside_a_single_number_is_noticed() {
    let mut silent = Vec::new();
    let mut n_exchanged = 0;
    for (document, measures) in super::cases().into_iter().take(4) {
        let base = Base::of(&document);
        for (at, passage) in base.passages.iter().enumerate().filter(|(_, passage)| passage.seat.is_none()) {
            let text = &passage.words.text;
            let numbers = read(text);
            for word in subject::read(text) {
                let (start, end) = item(text, word.start, word.end);
                let mut inside = (0..numbers.len()).filter(|at| (start..end).contains(&numbers[*at].start));
                let (Some(number), None) = (inside.next(), inside.next()) else { continue };
                let is_counted =
                    matches!(numbers[number].reading, Reading::Amount(..)) && !numbers[number].is_weak;
                // A denial, a role or a time of its own has tests above.
                let is_matter = is_matter(&text[word.start..word.end]);
                if !is_counted || !is_matter {
                    continue;
                }
                let mut revised = base.passages.clone();
                revised[at].words.text.replace_range(word.start..word.end, "走访");
                revised[at].words.marks.clear();
                let alignment = align(&base.passages, &revised);
                let judged = judge(&base, &revised, &alignment, &measures, &[]).output;
                let is_told = |one: &Judged| {
                    one.revised.is_some_and(|place| place.text == at)
                        && matches!(one.class, Class::Changed | Class::OtherSubject | Class::Unsupported)
                };
                n_exchanged += 1;
                if !judged.iter().any(is_told) {
                    silent.push(format!("{} in {}", &text[word.start..word.end], &text[start..end]));
                }
            }
        }
    }
    assert!(n_exchanged > 40, "{n_exchanged}");
    assert!(silent.is_empty(), "{} of {n_exchanged} silent:\n{}", silent.len(), silent.join("\n"));
}

/// Returns whether a word names what was done or counted.
fn is_matter(word: &str) -> bool {
    const WORDS: [&str; 14] = [
        "应到",
        "实到",
        "补学",
        "列席",
        "发言",
        "主持",
        "研讨",
        "心得",
        "报告",
        "课题",
        "督学",
        "评学",
        "宣讲",
        "集中学习",
    ];
    WORDS.iter().any(|matter| word.contains(matter))
}
