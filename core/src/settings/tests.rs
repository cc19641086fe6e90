//! What is settled, warned of and refused, with lines and hints.

use std::collections::BTreeMap;

use crate::settings::choices::Choice;
use crate::settings::{
    Asked, Asker, AttachmentKind, Binding, Format, Layer, Red, Seal, SettingsError, Settled, outline, settle,
};

fn layers(texts: &[&str]) -> Vec<Layer> {
    texts.iter().map(|text| Layer { file: "banxin.toml".into(), text: (*text).to_string() }).collect()
}

fn settled(texts: &[&str]) -> Settled {
    settle(&layers(texts), &Asked::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// Compares all that is told of files that cannot be used, a line for each message and hint.
#[track_caller]
fn check(texts: &[&str], asked: &Asked, expected: &[&str]) {
    let error = settle(&layers(texts), asked).expect_err("cannot be used");
    let told: Vec<String> = error.diagnostics.iter().map(|told| told.to_string()).collect();
    let told: Vec<&str> = told.iter().flat_map(|told| told.split("\n　　提示：")).collect();
    assert_eq!(told, expected);
    assert!(error.diagnostics.iter().all(|told| told.key == "bad-setting"));
}

/// The same for one file alone.
#[track_caller]
fn check_file(text: &str, expected: &[&str]) {
    check(&[text], &Asked::default(), expected);
}

#[test]
fn all_values_are_typed() {
    let settings = settled(&["unit = \"甲镇\"\nperiod = \"2020h1\"\ndate = \"2020-07-03\"\nprofile = \"letter\"\n\
         thresholds = false\nstandard = [\"1.7\"]\n[letterhead]\nprinted-on = \"2020-07-05\"\nseal = \"signature\"\n\
         [page]\nred = \"cmyk\"\nbinding = \"mirrored\"\n[rules]\n\"3.1\" = { threshold = 1, severe = 0.2 }"])
    .settings;
    assert_eq!((settings.unit.as_str(), settings.format), ("甲镇", Format::Letter));
    assert_eq!(settings.period.map(|period| period.to_string()).as_deref(), Some("2020H1"));
    assert_eq!(settings.date.map(|date| date.to_string()).as_deref(), Some("2020-07-03"));
    assert_eq!(settings.letterhead.printed_on.map(|date| date.to_string()).as_deref(), Some("2020-07-05"));
    assert_eq!((settings.letterhead.seal, settings.page.red), (Some(Seal::Signature), Red::Cmyk));
    assert_eq!((settings.page.binding, settings.thresholds), (Binding::Mirrored, false));
    assert_eq!(settings.standards.to_string(), "1.7");
    assert_eq!((settings.rules["3.1"].threshold, settings.rules["3.1"].severe), (Some(1.0), Some(0.2)));
}

#[test]
fn what_is_asked_for_wins_and_the_unit_has_a_default() {
    let text = "period = \"2020H1\"\nprofile = \"report\"";
    let asked = Asked {
        period: Some("2020H2".into()),
        session: Some("2020-06-24".into()),
        unit_by_default: Some("清溪镇".into()),
        ..Asked::default()
    };
    let settled = settle(&layers(&[text]), &asked).expect("all values are usable");
    assert_eq!(settled.settings.unit, "清溪镇");
    assert!(settled.is_unit_named);
    assert_eq!(settled.settings.period.map(|period| period.to_string()).as_deref(), Some("2020H2"));
    assert_eq!(settled.settings.session.map(|day| day.to_string()).as_deref(), Some("2020-06-24"));
    assert_eq!(settled.settings.format, Format::Report);
    assert_eq!(settled.settings.standards.to_string(), "a-2a,ua-1");
    let attached = settle(&[], &Asked { attaches_sources: true, ..Asked::default() }).expect("usable");
    assert_eq!(attached.settings.standards.to_string(), "a-3a,ua-1");
    assert_eq!((attached.settings.unit.as_str(), attached.is_unit_named), ("本单位", false));
}

#[test]
fn the_inner_file_overrides_the_outer() {
    let Settled { settings, diagnostics, is_unit_named, .. } = settled(&[
        "unit = \"青山县\"\norgan = \"外\"\n[page]\nbinding = \"mirrored\"",
        "organ = \"内\"\n[page]\ncolophon-on-even-page = true",
    ]);
    assert!(!is_unit_named);
    assert_eq!(settings.organ.as_deref(), Some("内"));
    assert_eq!(settings.page.binding, Binding::Mirrored);
    assert!(settings.page.colophon_on_even_page);
    assert_eq!(diagnostics, []);
}

#[test]
fn what_a_county_says_of_itself_is_not_inherited() {
    let county = "units = [\"甲镇\"]\ncounty = \"青山县\"\norgan = \"中共青山县委宣传部\"\nsuperior = \"县委\"\nperiod = \"2020H1\"\n\
                  [letterhead]\nnumber = \"1号\"";
    let own = settled(&[county]).settings;
    assert_eq!((own.county.as_deref(), own.superior.as_deref()), (Some("青山县"), Some("县委")));
    assert_eq!(own.units, ["甲镇"]);
    let unit = settled(&["keywords = [\"茶\"]", county, ""]).settings;
    assert_eq!((unit.county, unit.organ, unit.superior), (None, None, None));
    assert!(unit.units.is_empty());
    assert_eq!((unit.letterhead.number, unit.period.is_some()), (None, true));
    assert_eq!(unit.keywords, ["茶"]);
}

#[test]
fn what_is_left_blank_is_not_stated() {
    let text = "organ = \"\"\norgans = [\"\", \"甲\"]\ndate = \" \"\n[letterhead]\nmark = \" \"\ncc = [\"\"]\nposts = [\"\", \"乙\"]";
    let settings = settled(&["organ = \"外\"", text]).settings;
    assert_eq!((settings.organ, settings.letterhead.mark, settings.date), (None, None, None));
    assert_eq!((settings.organs, settings.letterhead.cc), (vec!["甲".to_string()], vec![]));
    assert_eq!(settings.letterhead.posts, ["", "乙"], "they go by their places");
}

#[test]
fn unknown_keys_are_warned_of_with_their_line_and_the_nearest() {
    let text = "\u{feff}orgam = \"x\"\n[rules]\n\"3.1\" = { treshold = 0.5 }\n[page]\nseal = \"seal\"\nunit = \"甲\"\n\
                [registers.essay]\nhints = [\"感言\"]\n[registers.essays]\nhint = [\"a\"]\n\
                [registers.essays.columns]\ntitle = [\"文题\"]\ntitel = [\"x\"]\nxyz = []";
    let Settled { settings, diagnostics, .. } = settled(&["[letterhead]\nsignres = []", text]);
    let lines: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines[..8],
        [
            "警告 上级文件夹的 banxin.toml 第 2 行：配置项 `letterhead.signres` 不认识，已忽略\n　　提示：是否应为 `letterhead.signers`",
            "警告 banxin.toml 第 1 行：配置项 `orgam` 不认识，已忽略\n　　提示：是否应为 `organ`",
            "警告 banxin.toml 第 5 行：配置项 `page.seal` 不认识，已忽略\n　　提示：应写在 [letterhead] 一节里",
            "警告 banxin.toml 第 6 行：配置项 `page.unit` 不认识，已忽略\n　　提示：应写在文件最前面，不在方括号的任何一节里",
            "警告 banxin.toml 第 3 行：配置项 `rules.3.1.treshold` 不认识，已忽略\n　　提示：是否应为 `rules.3.1.threshold`",
            "警告 banxin.toml 第 7 行：配置项 `registers.essay` 不认识，已忽略\n　　提示：是否应为 `registers.essays`",
            "警告 banxin.toml 第 10 行：配置项 `registers.essays.hint` 不认识，已忽略\n　　提示：是否应为 `registers.essays.hints`",
            "警告 banxin.toml 第 13 行：配置项 `registers.essays.columns.titel` 不认识，已忽略\n　　提示：是否应为 `registers.essays.columns.title`",
        ]
    );
    assert!(lines[8].contains("第 14 行") && lines[8].contains("提示：可用的有 author、"), "{}", lines[8]);
    assert_eq!(settings.registers["essays"].columns["title"], ["文题"]);
    assert_eq!(settings.registers.len(), 1);
}

#[test]
fn broken_files_name_the_line() {
    let told = |text: &str| settle(&layers(&[text]), &Asked::default()).expect_err("broken").to_string();
    assert_eq!(
        told("unit = \"a\"\norgan = "),
        "配置文件 banxin.toml 不是有效的 TOML（第 2 行：文字要写在引号里）"
    );
    assert!(told("names = true\nnames = false").contains("第 2 行：同一项写了两次"));
    assert!(told("unit = \"甲").contains("引号没有成对"), "{}", told("unit = \"甲"));
    assert!(told("unit").contains("缺少等号和取值"), "{}", told("unit"));
    assert!(told("units = [\"甲\"").contains("方括号没有成对"), "{}", told("units = [\"甲\""));
}

#[test]
fn values_of_the_wrong_kind() {
    check_file(
        "names = \"否\"\nunits = \"甲镇\"\nperiod = true\ndate = 2020-07-03\norgans = [\n\"甲\",\n3]\norgan = [\"甲\"]\nscore = 1",
        &[
            "错误 banxin.toml 第 1 行：配置项“names”应为 true 或 false（现为 `否`）",
            "写成 names = false",
            "错误 banxin.toml 第 2 行：配置项“units”应为方括号里的几项文字（现为 `甲镇`）",
            "写成 units = [\"甲镇\"]",
            "错误 banxin.toml 第 3 行：配置项“period”应为引号里的文字（现为 `true`）",
            "写成 period = \"true\"",
            "错误 banxin.toml 第 4 行：配置项“date”应为引号里的文字（现为 `2020-07-03`）",
            "写成 date = \"2020-07-03\"",
            "错误 banxin.toml 第 7 行：配置项“organs”应为方括号里的几项文字（现为 `3`）",
            "写成 organs = [\"甲\", \"乙\"]",
            "错误 banxin.toml 第 8 行：配置项“organ”应为引号里的文字（现为方括号里的几项）",
            "写成 organ = \"文字\"",
            "错误 banxin.toml 第 9 行：配置项“score”应为 true 或 false（现为 `1`）",
            "写成 score = true",
        ],
    );
    check_file(
        "fonts = []\n[rules]\n\"3.1\" = 0.4\n\"3.2\" = { threshold = \"60%\" }\n[page]\nred = true",
        &[
            "错误 banxin.toml 第 1 行：配置项“fonts”应为一节，每项一个取值（现为方括号里的几项）",
            "写成 fonts = { 项 = 取值 }",
            "错误 banxin.toml 第 3 行：配置项“rules.3.1”应为一节，每项一个取值（现为 `0.4`）",
            "写成 \"3.1\" = { threshold = 0.4 }",
            "错误 banxin.toml 第 4 行：配置项“rules.3.2.threshold”应为数字（现为 `60%`）",
            "写成 threshold = 0.6",
            "错误 banxin.toml 第 6 行：配置项“page.red”应为引号里的文字（现为 `true`）",
            "写成 red = \"true\"",
        ],
    );
}

#[test]
fn values_that_cannot_be_used_name_the_nearest() {
    check_file(
        "period = \"2020年上半年\"\ndate = \"2020-02-30\"\nprofile = \"memo\"\nunit = \" \"",
        &[
            "错误 banxin.toml 第 1 行：期间 `2020年上半年` 无法识别（应为 2020、2020H1、2020H2 或 2020Q1 至 2020Q4 的写法）",
            "是否应为 `2020H1`",
            "错误 banxin.toml 第 2 行：成文日期 `2020-02-30` 无法识别（应为 2020-07-03 的写法）",
            "是否应为 `2020-02-29`",
            "错误 banxin.toml 第 3 行：公文格式 `memo` 不认识（应为 plain、report、notice、letter、minutes 之一）",
            "改正命令行、页面或 banxin.toml 中的写法",
            "错误 banxin.toml 第 4 行：单位名称是空的",
            "写明单位名称，命令行上用 --unit",
        ],
    );
    check_file(
        "profile = \"reprot\"\n[letterhead]\nprinted-on = \"2020年7月5日\"\nseal = \"签名章\"\n[page]\nred = \"rbg\"\nbinding = \"双面\"",
        &[
            "错误 banxin.toml 第 1 行：公文格式 `reprot` 不认识（应为 plain、report、notice、letter、minutes 之一）",
            "是否应为 `report`",
            "错误 banxin.toml 第 3 行：印发日期 `2020年7月5日` 无法识别（应为 2020-07-05 的写法）",
            "是否应为 `2020-07-05`",
            "错误 banxin.toml 第 4 行：印章方式 `签名章` 不认识（应为 none、seal、signature 之一）",
            "是否应为 `signature`",
            "错误 banxin.toml 第 6 行：红色 `rbg` 不认识（应为 rgb、cmyk 之一）",
            "是否应为 `rgb`",
            "错误 banxin.toml 第 7 行：装订方式 `双面` 不认识（应为 fixed、mirrored 之一）",
            "是否应为 `mirrored`",
        ],
    );
}

#[test]
fn standards_that_cannot_be_kept() {
    check_file(
        "standard = [\n  \"a-2a\",\n  \"ua1\"]",
        &[
            "错误 banxin.toml 第 3 行：PDF 标准 `ua1` 不认识（应为 1.7 a-1b a-2b a-2u a-2a a-3b a-3a ua-1 中的一个或几个）",
            "是否应为 `ua-1`",
        ],
    );
    check_file(
        "standard = [\"a-2a\", \"a-3b\"]",
        &[
            "错误 banxin.toml 第 1 行：PDF 标准 `a-2a` 与 `a-3b` 只能选一个（一份文件只能符合一种 PDF/A）",
            "可用：1.7 a-1b a-2b a-2u a-2a a-3b a-3a ua-1",
        ],
    );
    check_file(
        "[page]\nred = \"cmyk\"",
        &[
            "错误 banxin.toml 第 2 行：红色 `cmyk` 不能用于 PDF 标准 a-2a,ua-1（PDF/A 里只能用 rgb）",
            "送印刷厂的写 standard = [\"1.7\"]；归档的不写 red",
        ],
    );
    check(
        &["standard = [\"a-2b\"]"],
        &Asked { attaches_sources: true, ..Asked::default() },
        &["错误 banxin.toml 第 1 行：PDF 标准 a-2b 不允许附带文件", "用 --standard a-3a,ua-1 或 a-3b"],
    );
}

#[test]
fn thresholds_and_faces_of_what_there_is_none() {
    check_file(
        "[rules]\n9.9 = { threshold = 0.5 }\n\"3.1\" = { severe = nan }\n\"c21\" = {}",
        &[
            "错误 banxin.toml 第 2 行：配置项 rules 中的 `9` 不是指标编号（应如 1.1、3.1、c2.1）",
            "编号见报告附件",
            "错误 banxin.toml 第 3 行：配置项 rules.3.1 的阈值不是有效的数",
            "写成 severe = 0.5 这样的数",
            "错误 banxin.toml 第 4 行：配置项 rules 中的 `c21` 不是指标编号（应如 1.1、3.1、c2.1）",
            "是否应为 `c2.1`",
        ],
    );
    check_file(
        "[rules]\n3.1 = { threshold = 0.5 }",
        &[
            "错误 banxin.toml 第 2 行：配置项 rules 中的 `3` 不是指标编号（应如 1.1、3.1、c2.1）",
            "编号要写在引号里：\"3.1\"",
        ],
    );
    let roles = "（应为 title、body、heading、subheading、figures，或小标宋、仿宋、黑体、楷体、宋体）";
    let of_role = |line: u32, role: &str| {
        format!("错误 banxin.toml 第 {line} 行：配置项 fonts 中没有 `{role}` 这种用途{roles}")
    };
    check_file(
        "[fonts]\nheadin = \"黑体\"\n\"正文仿宋\" = \"仿宋\"\n",
        &[&of_role(2, "headin"), "是否应为 `heading`", &of_role(3, "正文仿宋"), "是否应为 `仿宋`"],
    );
}

#[test]
fn names_that_are_too_long() {
    let long = "委".repeat(101);
    let told = |what: &str| format!("{what}名称 `{}…` 有 101 个字（应不多于 100 个）", "委".repeat(20));
    let hint = "是否把别的文字粘到了名称里";
    check_file(
        &format!("organ = \"{long}\"\norgans = [\n\"甲\",\n\"{long}\"]\n[letterhead]\nmark = \"{long}\""),
        &[
            &told("错误 banxin.toml 第 1 行："),
            hint,
            &told("错误 banxin.toml 第 4 行："),
            hint,
            &told("错误 banxin.toml 第 6 行："),
            hint,
        ],
    );
    let asked = Asked { unit_by_default: Some(long.clone()), ..Asked::default() };
    check(&[], &asked, &[&told("错误：文件夹名中的"), hint]);
}

#[test]
fn options_and_fields_are_named() {
    let asked = |by| Asked {
        by,
        unit: Some(String::new()),
        period: Some("2020H7".into()),
        format: Some("poster".into()),
        date: Some("七月".into()),
        session: Some("2020-06".into()),
        standards: Some(vec!["a-9".into()]),
        ..Asked::default()
    };
    let error = |by| settle(&layers(&["unit = \"甲镇\""]), &asked(by)).expect_err("all are wrong");
    let told = |error: &SettingsError| -> Vec<String> {
        error.diagnostics.iter().map(|told| told.message.split('（').next().unwrap_or("").into()).collect()
    };
    let command_line = error(Asker::CommandLine);
    assert_eq!(
        told(&command_line),
        [
            "命令行 --unit 的单位名称是空的",
            "命令行 --period 的期间 `2020H7` 无法识别",
            "命令行 --date 的成文日期 `七月` 无法识别",
            "命令行 --session 的学习日期 `2020-06` 无法识别",
            "命令行 --profile 的公文格式 `poster` 不认识",
            "命令行 --standard 的PDF 标准 `a-9` 不认识",
        ]
    );
    assert_eq!(command_line.to_string(), "命令行 --unit 的单位名称是空的；另有 5 处");
    assert!(told(&error(Asker::Page))[1].starts_with("页面字段 period 的期间 `2020H7`"));
}

#[test]
fn an_error_in_one_line_names_its_place() {
    let error = |texts: &[&str]| settle(&layers(texts), &Asked::default()).expect_err("wrong").to_string();
    assert_eq!(error(&["\nunit = \"\""]), "单位名称是空的，见 banxin.toml 第 2 行");
    assert_eq!(
        error(&["date = \"七月\"", ""]),
        "成文日期 `七月` 无法识别（应为 2020-07-03 的写法），见 上级文件夹的 banxin.toml 第 1 行"
    );
}

#[test]
fn what_is_wrong_of_one_thing_keeps_no_other_from_being_known() {
    let text = "unit = \" 东河镇\"\nunits = [\"甲镇 \", \"\"]\ndate = \"七月\"\nnames = \"是\"\n[fonts]\n\"仿宋\" = \"x\"";
    let known = outline(&layers(&[text]));
    assert_eq!((known.unit.as_deref(), known.units), (Some("东河镇"), vec!["甲镇".to_string()]));
    assert_eq!(known.fonts, BTreeMap::from([("仿宋".to_string(), "x".to_string())]));
    let error = known.error.expect("names is wrong");
    assert_eq!(error.diagnostics.len(), 1, "{error}");
    assert!(outline(&layers(&["date = \"七月\""])).error.is_none());
    assert!(outline(&layers(&["unit = "])).error.is_some());
}

#[test]
fn nothing_that_can_be_written_is_a_panic() {
    const VALUES: [&str; 18] = [
        "\"\"",
        "\" \"",
        "\"plain\"",
        "\"2020H1\"",
        "\"2020年13月40日\"",
        "\"99999999999999999999-1-1\"",
        "\"１２３４\u{301}月\"",
        "0",
        "-9223372036854775808",
        "0xffffffffffffffff",
        "nan",
        "1e400",
        "true",
        "2020-07-03",
        "[]",
        "[\"\", 1, [true], {}]",
        "{}",
        "{ threshold = 1, columns = { title = [\"a\"] }, hints = \"x\", 一 = {} }",
    ];
    let inner = ["3.1", "\"3.1\"", "essays", "sign-in", "columns", "title", "\"仿宋\"", "threshold", "unit"];
    let mut state = 7u64;
    let mut next = move |n: usize| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        usize::try_from(state >> 33).expect("31 bits") % n
    };
    let (mut n_usable, mut n_refused) = (0, 0);
    for _ in 0..3000 {
        let mut texts = Vec::new();
        for _ in 0..=next(2) {
            let mut text = String::new();
            for (table, keys) in crate::settings::KEYS {
                if !table.is_empty() {
                    text += &format!("[{table}]\n");
                }
                for key in keys {
                    if next(14) > 0 {
                        continue;
                    }
                    text += &format!("{key} = {}\n", VALUES[next(VALUES.len())]);
                }
            }
            for table in ["rules", "registers", "fonts"] {
                if next(4) > 0 {
                    continue;
                }
                let key = inner[next(inner.len())];
                text += &format!("[{table}]\n{key} = {}\n", VALUES[next(VALUES.len())]);
            }
            texts.push(text);
        }
        let value = |at: usize| VALUES[at].trim_matches('"').to_string();
        let asked = Asked {
            period: (next(9) == 0).then(|| value(next(8))),
            date: (next(9) == 0).then(|| value(next(8))),
            attaches_sources: next(2) == 0,
            ..Asked::default()
        };
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        outline(&layers(&texts));
        match settle(&layers(&texts), &asked) {
            Ok(_) => n_usable += 1,
            Err(error) => {
                let has_hint = |told: &crate::diagnostic::Diagnostic| !told.hints.is_empty();
                let errors = error.diagnostics.iter().filter(|told| told.key == "bad-setting");
                assert!(errors.clone().count() > 0 && errors.clone().all(has_hint), "{texts:?}");
                n_refused += 1;
            }
        }
    }
    assert!(n_usable > 20 && n_refused > 1000, "{n_usable} usable, {n_refused} refused");
}

/// Returns the diagnostics of what cannot be used, a line for each.
fn placeholders(texts: &[&str], asked: &Asked) -> Vec<String> {
    let error = settle(&layers(texts), asked).expect_err("cannot be used");
    assert!(error.diagnostics.iter().all(|told| told.key == "placeholder" && told.refuses()));
    error.diagnostics.iter().map(|told| format!("{told}").lines().next().unwrap_or("").to_string()).collect()
}

#[test]
fn what_nobody_has_filled_in_is_refused() {
    let text = "unit = \"XX镇\"\norgan = \"中共某某县委员会\"\ndate = \"2026-XX-XX\"\n[letterhead]\n\
                number = \"清委〔2026〕__号\"\nsigners = [\n\"张三\",\n\"×××\"]\n[fonts]\nbody = \"XX宋\"";
    let told = placeholders(&[text], &Asked::default());
    assert_eq!(
        told,
        [
            "错误 banxin.toml 第 1 行：配置项“unit”的 `XX镇` 是没有填写的占位内容",
            "错误 banxin.toml 第 2 行：配置项“organ”的 `中共某某县委员会` 是没有填写的占位内容",
            "错误 banxin.toml 第 3 行：配置项“date”的 `2026-XX-XX` 是没有填写的占位内容",
            "错误 banxin.toml 第 5 行：配置项“letterhead.number”的 `清委〔2026〕__号` 是没有填写的占位内容",
            "错误 banxin.toml 第 8 行：配置项“letterhead.signers”的 `×××` 是没有填写的占位内容",
        ]
    );
    let asked = Asked { by: Asker::Page, unit: Some("xxx镇".into()), ..Asked::default() };
    assert_eq!(placeholders(&[], &asked), ["错误：页面字段 unit 的`xxx镇` 是没有填写的占位内容"]);
    let asked = Asked { unit_by_default: Some("○○镇".into()), ..Asked::default() };
    assert_eq!(placeholders(&[], &asked), ["错误：文件夹名中的`○○镇` 是没有填写的占位内容"]);
    // A word that wins hides the one below it.
    let asked = Asked { unit: Some("清溪镇".into()), ..Asked::default() };
    assert_eq!(settle(&layers(&["unit = \"XX镇\""]), &asked).expect("usable").settings.unit, "清溪镇");
}

#[test]
fn what_sheets_are() {
    let text = "[layout.\"a.xlsx\"]\nregister = \"attendance\"\nhead = 2\ncolumns = { name = \"B\", days = \"D:F,H\" }\ndates = { H = \"2026-03-05\" }\n\
                [layout.\"a2.xlsx\".\"columns\"]\nregister = \"none\"\n[layout.\"b.csv\"]\nregister = \"essays\"\nhead = \"1-2\"\n\
                columns = { author = \"a\" }";
    let Settled { settings, effective, .. } = settled(&[text]);
    let found: Vec<_> = settings.layouts.0.iter().collect();
    assert_eq!(found.len(), 3);
    assert_eq!((found[0].file.as_str(), found[0].sheet.as_deref(), found[0].head), ("a.xlsx", None, (1, 1)));
    assert_eq!(found[0].columns["days"], [(3, 5), (7, 7)]);
    assert_eq!(found[0].dates[&7].to_string(), "2026-03-05");
    assert_eq!((found[1].sheet.as_deref(), found[1].register.as_deref()), (Some("columns"), None));
    assert_eq!((found[2].register.as_deref(), found[2].head), (Some("essays"), (0, 1)));
    // It travels inside the PDF like everything else.
    let carried = crate::settings::carried::Carried::new("1", 2, Default::default(), &effective);
    let again = carried.settle().expect("usable").settings;
    let without_spots = |layouts: &crate::settings::Layouts| {
        layouts.0.iter().map(|one| crate::settings::Layout { spot: None, ..one.clone() }).collect::<Vec<_>>()
    };
    assert_eq!(without_spots(&again.layouts), without_spots(&settings.layouts));
}

#[test]
fn what_sheets_are_is_said_as_a_whole() {
    let outer =
        "[layout.\"a.csv\"]\nregister = \"attendance\"\nhead = 1\ncolumns = { date = \"A\", mark = \"C\" }";
    let inner = "[layout.\"a.csv\"]\nregister = \"attendance\"\nhead = 2\ncolumns = { days = \"C:D\" }";
    let layouts = settled(&[outer, inner]).settings.layouts;
    assert_eq!(layouts.0[0].columns.keys().collect::<Vec<_>>(), ["days"]);
    assert!(!layouts.0[0].is_inherited);
    assert!(settled(&[outer, ""]).settings.layouts.0[0].is_inherited);
    // What the page says goes before the files.
    let asked = Asked { by: Asker::Page, layout: Some(outer.to_string()), ..Asked::default() };
    let page = settle(&layers(&[inner]), &asked).expect("usable").settings;
    assert_eq!(page.layouts.0[0].head, (0, 0));
    let asked = Asked {
        by: Asker::Page,
        layout: Some("[layout.\"a.csv\"]\nregister = \"x\"\nhead = 1".into()),
        ..Asked::default()
    };
    let told = settle(&[], &asked).expect_err("unknown").to_string();
    assert!(told.contains("取值 `x` 不认识") && told.contains("页面字段 layout 第 2 行"), "{told}");
}

#[test]
fn what_sheets_cannot_be() {
    check_file(
        "[layout.\"a.xlsx\"]\nregister = \"attendence\"\nhead = 0\n\
         [layout.\"b.xlsx\".\"一季度\"]\nregister = \"essays\"\ncolumns = { author = \"2\", title = \"B:C\" }\n\
         [layout.\"c.xlsx\"]\nhead = 1\n[layout.\"d.xlsx\"]\nregister = \"考勤表\"\nhead = 1",
        &[
            "错误 banxin.toml 第 2 行：配置项 `layout.\"a.xlsx\".register` 的取值 `attendence` 不认识",
            "是否应为 `attendance`",
            "错误 banxin.toml 第 3 行：配置项 `layout.\"a.xlsx\".head` 的取值 `0` 不对（应为表头的行号）",
            "写成 head = 1，两行的写成 head = \"1:2\"",
            "错误 banxin.toml 第 4 行：`[layout.\"b.xlsx\".\"一季度\"]` 没有写表头在第几行",
            "加一行 head = 1，两行的写成 head = \"1:2\"",
            "错误 banxin.toml 第 6 行：配置项 `layout.\"b.xlsx\".\"一季度\".columns.author` 的取值 `2` 不对（应为一列的字母，如 B）",
            "写成 author = \"B\"",
            "错误 banxin.toml 第 6 行：配置项 `layout.\"b.xlsx\".\"一季度\".columns.title` 的取值 `B:C` 不对（应为一列的字母，如 B）",
            "写成 title = \"B\"",
            "错误 banxin.toml 第 7 行：`[layout.\"c.xlsx\"]` 没有写是哪种登记表",
            "加一行 register = \"attendance\"；可用的有 attendance、essays、make-up、outreach、oversight、plan、research、roster、sessions、sign-in、none",
            "错误 banxin.toml 第 10 行：配置项 `layout.\"d.xlsx\".register` 的取值 `考勤表` 不认识",
            "是否应为 `attendance`",
        ],
    );
    check_file(
        "[layout.\"a.csv\"]\nregister = \"attendance\"\nhead = 1\ndates = { D = \"3月5日\", 4 = \"2026-03-05\" }",
        &[
            "错误 banxin.toml 第 4 行：配置项 `layout.\"a.csv\".dates.4` 写的不是一列（应为一列的字母，如 D）",
            "写成 dates = { D = \"2026-01-16\" }",
            "错误 banxin.toml 第 4 行：配置项 `layout.\"a.csv\".dates.D` 的取值 `3月5日` 不是日期（应如 2026-01-16）",
            "写明这一列是哪天的学习，如 D = \"2026-01-16\"",
        ],
    );
    let text = "[layout.\"a.csv\"]\nregister = \"essays\"\nhaed = 1\nhead = 1\ncolumns = { \"作者\" = \"A\", titel = \"B\", persons = \"C\" }";
    let lines: Vec<String> = settled(&[text]).diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines[..3],
        [
            "警告 banxin.toml 第 3 行：配置项 `layout.\"a.csv\".haed` 不认识，已忽略\n　　提示：是否应为 `layout.\"a.csv\".head`",
            "警告 banxin.toml 第 5 行：配置项 `layout.\"a.csv\".columns.persons` 不认识，已忽略\n　　提示：可用的有 author、file、kind、made-up-on、n-chars、position、published、status、submitted、title、topic、unused",
            "警告 banxin.toml 第 5 行：配置项 `layout.\"a.csv\".columns.titel` 不认识，已忽略\n　　提示：是否应为 `layout.\"a.csv\".columns.title`",
        ]
    );
    assert!(
        lines[3].contains("columns.\"作者\"")
            && lines[3].contains("是否应为 `layout.\"a.csv\".columns.author`"),
        "{}",
        lines[3]
    );
}

#[test]
fn clauses_of_the_document_are_one_line_and_short() {
    let settings = settled(&["guiding = \"习近平新时代中国特色社会主义思想\"\nbasis = \"\"\"《安排》\n（青委〔2026〕3号）\"\"\"\nfunds = \" \"\n\
                              places = [\"\", \"党校\"]"])
    .settings;
    assert_eq!(settings.guiding.as_deref(), Some("习近平新时代中国特色社会主义思想"));
    assert_eq!(settings.basis.as_deref(), Some("《安排》 （青委〔2026〕3号）"));
    assert_eq!((settings.funds, settings.places), (None, vec!["党校".to_string()]));
    let long = format!("unit = \"甲\"\nfunds = \"{}\"", "多".repeat(151));
    check_file(
        &long,
        &[
            "错误 banxin.toml 第 2 行：经费有 151 个字（应不多于 150 个）",
            "只写一句里的一个分句；成段的文字写在 正文素材 里",
        ],
    );
}

/// Every key is explained where people look for it.
#[test]
fn every_key_is_documented() {
    // Read, not taken in: what shapes a report is not hashed with its manual.
    let guide = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/公文格式.md"))
        .expect("the manual");
    let stands = |text: &str, key: &str| {
        let written = [format!("{key} ="), format!("`{key}`"), format!("[{key}]"), format!("[{key}.")];
        written.iter().any(|written| text.contains(written))
    };
    let keys = crate::settings::KEYS.iter().flat_map(|(_, keys)| keys.iter().copied());
    let missing: Vec<&str> =
        keys.chain(crate::settings::keys::inner_keys()).filter(|key| !stands(&guide, key)).collect();
    assert_eq!(missing, [""; 0], "docs/公文格式.md");
    let attachments = AttachmentKind::EVERY.iter().map(|kind| kind.word());
    let missing: Vec<&str> = attachments.filter(|word| !guide.contains(&format!("`{word}`"))).collect();
    assert_eq!(missing, [""; 0], "docs/公文格式.md");
}

#[test]
fn lists_are_no_longer_than_people_write_them() {
    let list = |n: usize| format!("keywords = [{}]", "\"茶\",".repeat(n));
    assert_eq!(settled(&[&list(200)]).settings.keywords.len(), 200);
    let told = ["错误 banxin.toml 第 1 行：keywords 有 201 项，最多 200 项", "只留用得着的"];
    check_file(&list(201), &told);
}
