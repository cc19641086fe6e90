//! From the configuration as written to settings that every stage can use as they are.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use time::Date;

use crate::diagnostic::{Diagnostic, Spot};
use crate::period::{Period, parse_iso_date};
use crate::settings::choices::Choice;
use crate::settings::group::{Body, Group};
use crate::settings::keys::{FONT_ROLES, RULES};
use crate::settings::layers::OUTER;
use crate::settings::layout::LayoutWords;
use crate::settings::profile::Profile;
use crate::settings::tree::{At, Tree, Value};
use crate::settings::{
    Layout, Layouts, Letterhead, NO_UNIT, PageOptions, Red, Settings, Standard, Standards, StandardsError,
    keys, layout, near,
};

/// The most characters of a name: real ones have fifty at most, and titles are made of them.
const MAX_NAME_CHARS: usize = 100;
/// The most characters of what becomes part of a sentence.
const MAX_CLAUSE_CHARS: usize = 150;

/// How many characters the body has where nothing is said.
pub const LENGTH: u16 = 3000;
/// How few and how many characters the body can be asked to have.
pub const LENGTHS: RangeInclusive<u16> = 1500..=6000;

/// The most items of a list that people write.
const MAX_LISTED: usize = 200;

/// Turns a profile into settings, and says of each value that cannot be used what would be right.
pub(super) fn settings(profile: &Profile, tree: &Tree) -> (Settings, Vec<Diagnostic>) {
    let mut values = Values { tree, faults: Vec::new() };
    values.check_names(profile);
    values.check_lists(profile);
    values.check_fonts(profile);
    values.check_rules(profile);
    let head = &profile.letterhead;
    values.check_group(profile);
    let settings = Settings {
        unit: profile.unit.clone().unwrap_or_else(|| NO_UNIT.to_string()),
        group: profile.group.clone(),
        county: profile.county.as_deref().map(str::trim).filter(|name| !name.is_empty()).map(String::from),
        units: profile.units.iter().map(|unit| unit.trim().to_string()).collect(),
        notices: profile.notices.unwrap_or(true),
        organ: profile.organ.clone(),
        organs: profile.organs.clone(),
        superior: profile.superior.clone(),
        recipients: profile.recipients.clone(),
        period: values.period(&profile.period),
        date: values.date(&["date"], "成文日期", "2020-07-03", &profile.date),
        session: values.date(&["session"], "学习日期", "2020-06-24", &profile.session),
        format: values.choice(&["profile"], &profile.profile).unwrap_or_default(),
        docx: profile.docx,
        names: profile.names,
        attendance: profile.attendance,
        score: profile.score,
        thresholds: profile.thresholds,
        attachments: values.choices("attachments", &profile.attachments),
        length: values.length(profile.length),
        keywords: profile.keywords.clone(),
        guiding: profile.guiding.as_deref().map(in_one_line),
        basis: profile.basis.as_deref().map(in_one_line),
        funds: profile.funds.as_deref().map(in_one_line),
        places: profile.places.iter().map(|place| in_one_line(place)).collect(),
        letterhead: Letterhead {
            mark: head.mark.clone(),
            number: head.number.clone(),
            signers: head.signers.clone(),
            copy_number: head.copy_number.clone(),
            secrecy: head.secrecy.clone(),
            urgency: head.urgency.clone(),
            cc: head.cc.clone(),
            printed_by: head.printed_by.clone(),
            printed_on: values.date(
                &["letterhead", "printed-on"],
                "印发日期",
                "2020-07-05",
                &head.printed_on,
            ),
            note: head.note.clone(),
            posts: head.posts.clone(),
            seal: values.choice(&["letterhead", "seal"], &head.seal),
        },
        page: PageOptions {
            red: values.choice(&["page", "red"], &profile.page.red).unwrap_or_default(),
            binding: values.choice(&["page", "binding"], &profile.page.binding).unwrap_or_default(),
            colophon_on_even_page: profile.page.colophon_on_even_page,
        },
        standards: values.standards(profile),
        ofd: profile.ofd,
        ofd_profile: values.choice(&["ofd-profile"], &profile.ofd_profile).unwrap_or_default(),
        fonts: profile.fonts.clone(),
        rules: profile.rules.clone(),
        registers: profile.registers.clone(),
        layouts: values.layouts(profile),
    };
    values.check_red(&settings);
    (settings, values.faults)
}

/// Returns a clause without line breaks.
fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The values of a profile, with where each was stated.
struct Values<'a> {
    tree: &'a Tree,
    faults: Vec<Diagnostic>,
}

impl Values<'_> {
    /// Complains of the value of a key, or of one item of it.
    fn fault(&mut self, path: &[&str], item: Option<usize>, message: String, hint: impl Into<String>) {
        self.faults.push(self.at(path, item).fault(message).hint(hint));
    }

    /// Returns where a key was stated, or one item of it.
    fn at(&self, path: &[&str], item: Option<usize>) -> At {
        let mut tree = Some(self.tree);
        let mut at = At::Words(format!("配置项 {} ", path.join(".")));
        for key in path {
            let Some(node) = tree.and_then(|tree| tree.get(*key)) else { break };
            at = node.at.clone();
            tree = None;
            match &node.value {
                Value::Table(inner) => tree = Some(inner),
                Value::List(items) => {
                    at = item.and_then(|item| items.get(item)).map_or(at, |item| item.at.clone());
                }
                _ => {}
            }
        }
        at
    }

    /// Reads what sheets are; of one that cannot be used, says what is wrong.
    fn layouts(&mut self, profile: &Profile) -> Layouts {
        let mut all = Vec::new();
        for (file, of_file) in &profile.layout {
            if !of_file.whole.is_empty() {
                all.extend(self.layout(file, None, &of_file.whole));
            }
            for (sheet, words) in &of_file.sheets {
                all.extend(self.layout(file, Some(sheet), words));
            }
        }
        Layouts(all)
    }

    fn layout(&mut self, file: &str, sheet: Option<&str>, words: &LayoutWords) -> Option<Layout> {
        let home: Vec<&str> = ["layout", file].into_iter().chain(sheet).collect();
        let called = home.iter().map(|key| keys::quoted(key)).collect::<Vec<_>>().join(".");
        let path = |keys: &[&'_ str]| {
            home.iter().copied().chain(keys.iter().copied()).map(str::to_string).collect::<Vec<_>>()
        };
        let n_faults = self.faults.len();
        let known = keys::assignable();
        let all = || format!("可用的有 {}", known.join("、"));
        let mut fault = |keys: &[&str], message: String, hint: String| {
            let path = path(keys);
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            self.fault(&path, None, message, hint);
        };
        match &words.register {
            None => fault(
                &[],
                format!("`[{called}]` 没有写是哪种登记表"),
                format!("加一行 register = \"attendance\"；{}", all()),
            ),
            Some(register) if !known.contains(&register.as_str()) => {
                let near = keys::meant_register(register).map(|near| format!("是否应为 `{near}`"));
                let message = format!("配置项 `{called}.register` 的取值 `{register}` 不认识");
                fault(&["register"], message, near.unwrap_or_else(all));
            }
            Some(_) => {}
        }
        let register = words.register.clone().filter(|register| register != layout::NO_REGISTER);
        let head = words.head.as_deref().and_then(layout::rows);
        match &words.head {
            None if register.is_some() => {
                fault(
                    &[],
                    format!("`[{called}]` 没有写表头在第几行"),
                    "加一行 head = 1，两行的写成 head = \"1:2\"".to_string(),
                );
            }
            Some(stated) if head.is_none() => {
                let message = format!("配置项 `{called}.head` 的取值 `{stated}` 不对（应为表头的行号）");
                fault(&["head"], message, "写成 head = 1，两行的写成 head = \"1:2\"".to_string());
            }
            _ => {}
        }
        let mut columns = BTreeMap::new();
        for (key, stated) in &words.columns {
            let several = layout::MAY_BE_SEVERAL.contains(&key.as_str());
            match layout::columns(&near::plain(stated)) {
                Some(runs) if several || matches!(runs[..], [(first, last)] if first == last) => {
                    columns.insert(key.clone(), runs);
                }
                found => {
                    let wanted =
                        if several { "列的字母，如 D:M 或 D:H,K" } else { "一列的字母，如 B" };
                    let message =
                        format!("配置项 `{called}.columns.{key}` 的取值 `{stated}` 不对（应为{wanted}）");
                    let number =
                        stated.chars().filter(char::is_ascii_digit).collect::<String>().parse::<u32>();
                    let number = number.ok().and_then(|n| n.checked_sub(1)).filter(|n| *n < 100);
                    let first = found.and_then(|runs| runs.first().map(|(first, _)| *first)).or(number);
                    let near = first.map_or("B".to_string(), layout::letters);
                    fault(&["columns", key], message, format!("写成 {key} = \"{near}\""));
                }
            }
        }
        let mut dates = BTreeMap::new();
        for (letters, stated) in &words.dates {
            let day = near::plain(stated);
            match (layout::column(letters), parse_iso_date(&day)) {
                (Some(col), Some(date)) => {
                    dates.insert(col, date);
                }
                (None, _) => {
                    let message =
                        format!("配置项 `{called}.dates.{letters}` 写的不是一列（应为一列的字母，如 D）");
                    fault(&["dates", letters], message, "写成 dates = { D = \"2026-01-16\" }".to_string());
                }
                (_, None) => {
                    let message = format!(
                        "配置项 `{called}.dates.{letters}` 的取值 `{stated}` 不是日期（应如 2026-01-16）"
                    );
                    fault(
                        &["dates", letters],
                        message,
                        format!("写明这一列是哪天的学习，如 {letters} = \"2026-01-16\""),
                    );
                }
            }
        }
        if self.faults.len() > n_faults {
            return None;
        }
        // Of a file's table the line is the outermost folder's; a key's is that of who says it.
        let stated: Vec<&str> = home.iter().copied().chain(["register"]).collect();
        let at = self.at(&stated, None);
        let spot = match &at {
            At::Line(place, line) => Some(Spot::line(place, *line)),
            At::Words(_) => None,
        };
        let is_inherited = matches!(&at, At::Line(place, _) if place.file.starts_with(OUTER));
        Some(Layout {
            file: file.to_string(),
            sheet: sheet.map(str::to_string),
            register,
            head: head.unwrap_or_default(),
            columns,
            dates,
            spot,
            is_inherited,
        })
    }

    /// Checks that a body is stated, or a name that says which.
    fn check_group(&mut self, profile: &Profile) {
        let Some(wrong) = profile.group.as_deref().filter(|stated| !Group::can_be_stated(stated)) else {
            return;
        };
        let known: Vec<&str> = Body::NAMED.iter().map(|body| body.word()).collect();
        let known_words = known.join("、");
        let message =
            format!("配置项“group”的取值 `{wrong}` 不认识（应为 {known_words} 之一，或中心组的全称）");
        let near =
            known.iter().find(|word| wrong.contains(**word)).copied().or_else(|| near::word(wrong, &known));
        let usual = || "写成 group = \"党委\"，或 group = \"青山县教育局党组理论学习中心组\"".to_string();
        self.fault(&["group"], None, message, near.map_or_else(usual, |near| format!("是否应为 `{near}`")));
    }

    fn period(&mut self, stated: &Option<String>) -> Option<Period> {
        match stated.as_ref()?.parse() {
            Ok(period) => Some(period),
            Err(error) => {
                let usual = "上半年写 2020H1，下半年写 2020H2，季度写 2020Q1，全年写 2020";
                let near = stated.as_deref().and_then(near::period);
                let hint = near.map_or(usual.to_string(), |period| format!("是否应为 `{period}`"));
                self.fault(&["period"], None, error.to_string(), hint);
                None
            }
        }
    }

    fn date(&mut self, path: &[&str], what: &str, example: &str, stated: &Option<String>) -> Option<Date> {
        let stated = stated.as_ref()?;
        let date = parse_iso_date(stated);
        if date.is_none() {
            let message = format!("{what} `{stated}` 无法识别（应为 {example} 的写法）");
            let near = near::date(stated).map(|date| format!("是否应为 `{date}`"));
            self.fault(path, None, message, near.unwrap_or_else(|| "核对年、月、日".to_string()));
        }
        date
    }

    fn choice<C: Choice>(&mut self, path: &[&str], stated: &Option<String>) -> Option<C> {
        let stated = stated.as_ref()?;
        let chosen = C::EVERY.iter().find(|choice| choice.word() == stated);
        if chosen.is_none() {
            let words: Vec<&str> = C::EVERY.iter().map(|choice| choice.word()).collect();
            let message = format!("{} `{stated}` 不认识（应为 {} 之一）", C::WHAT, words.join("、"));
            let near = near::choice::<C>(stated).map(|word| format!("是否应为 `{word}`"));
            let usual = || "改正命令行、页面或 banxin.toml 中的写法".to_string();
            self.fault(path, None, message, near.unwrap_or_else(usual));
        }
        chosen.copied()
    }

    /// Reads a list of choices; of one that is not known, says what would be.
    fn choices<C: Choice>(&mut self, key: &str, stated: &Option<Vec<String>>) -> Option<Vec<C>> {
        let mut chosen = Vec::new();
        for (item, stated) in stated.as_ref()?.iter().enumerate() {
            let known = C::EVERY.iter().find(|choice| choice.word() == stated);
            if let Some(choice) = known {
                chosen.push(*choice);
                continue;
            }
            let words: Vec<&str> = C::EVERY.iter().map(|choice| choice.word()).collect();
            let message = format!("{} `{stated}` 不认识（应为 {} 之一）", C::WHAT, words.join("、"));
            let near = near::choice::<C>(stated).map(|word| format!("是否应为 `{word}`"));
            let usual = || "各附件的名称见 docs/公文格式.md".to_string();
            self.fault(&[key], Some(item), message, near.unwrap_or_else(usual));
        }
        Some(chosen)
    }

    /// Reads how long the body is to be.
    fn length(&mut self, stated: Option<f64>) -> u16 {
        let Some(stated) = stated else { return LENGTH };
        let near = stated.clamp(f64::from(*LENGTHS.start()), f64::from(*LENGTHS.end())).round();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped above")]
        let length = if near.is_nan() { LENGTH } else { near as u16 };
        if f64::from(length) != stated {
            let (least, most) = (LENGTHS.start(), LENGTHS.end());
            let message = format!("正文字数 `{stated}` 无法使用（应为 {least} 到 {most} 的整数）");
            self.fault(&["length"], None, message, format!("写成 length = {length}"));
        }
        length
    }

    fn standards(&mut self, profile: &Profile) -> Standards {
        let Some(list) = &profile.standard else { return Standards::default() };
        Standards::parse(list).unwrap_or_else(|error| {
            let known: Vec<&str> = Standard::ALL.iter().map(|standard| standard.name()).collect();
            let (item, near) = match &error {
                StandardsError::Unknown { name } => {
                    (list.iter().position(|item| item == name), near::word(name, &known))
                }
                _ => (None, None),
            };
            let usual = || format!("可用：{}", known.join(" "));
            let hint = near.map_or_else(usual, |near| format!("是否应为 `{near}`"));
            self.fault(&["standard"], item, error.to_string(), hint);
            Standards::default()
        })
    }

    /// Checks that the standards allow the red.
    fn check_red(&mut self, settings: &Settings) {
        if settings.page.red == Red::Cmyk && settings.standards.are_archival() {
            let standards = &settings.standards;
            let message = format!("红色 `cmyk` 不能用于 PDF 标准 {standards}（PDF/A 里只能用 rgb）");
            let hint = "送印刷厂的写 standard = [\"1.7\"]；归档的不写 red";
            self.fault(&["page", "red"], None, message, hint);
        }
    }

    /// Checks that lists which people write are no longer than people write them.
    fn check_lists(&mut self, profile: &Profile) {
        let head = &profile.letterhead;
        let lists: [(&[&str], &Vec<String>); 6] = [
            (&["keywords"], &profile.keywords),
            (&["places"], &profile.places),
            (&["organs"], &profile.organs),
            (&["letterhead", "signers"], &head.signers),
            (&["letterhead", "posts"], &head.posts),
            (&["letterhead", "cc"], &head.cc),
        ];
        for (path, items) in lists.into_iter().filter(|(_, items)| items.len() > MAX_LISTED) {
            let message = format!("{} 有 {} 项，最多 {MAX_LISTED} 项", path.join("."), items.len());
            self.fault(path, None, message, "只留用得着的");
        }
    }

    /// Checks that names are there and of a name's length.
    fn check_names(&mut self, profile: &Profile) {
        if profile.unit.as_deref().is_some_and(|unit| unit.trim().is_empty()) {
            let hint = "写明单位名称，命令行上用 --unit";
            self.fault(&["unit"], None, "单位名称是空的".to_string(), hint);
        }
        let head = &profile.letterhead;
        let one: [(&[&str], &Option<String>); 7] = [
            (&["unit"], &profile.unit),
            (&["group"], &profile.group),
            (&["organ"], &profile.organ),
            (&["county"], &profile.county),
            (&["letterhead", "mark"], &head.mark),
            (&["letterhead", "printed-by"], &head.printed_by),
            (&["letterhead", "number"], &head.number),
        ];
        let lists: [(&[&str], &Vec<String>); 4] = [
            (&["places"], &profile.places),
            (&["organs"], &profile.organs),
            (&["letterhead", "signers"], &head.signers),
            (&["letterhead", "posts"], &head.posts),
        ];
        let single = one.into_iter().filter_map(|(path, name)| Some((path, None, name.as_ref()?)));
        let items = |(path, names)| {
            let names: &Vec<String> = names;
            names.iter().enumerate().map(move |(item, name)| (path, Some(item), name))
        };
        for (key, what, text) in [
            ("guiding", "指导思想", &profile.guiding),
            ("basis", "依据", &profile.basis),
            ("funds", "经费", &profile.funds),
        ] {
            let n_chars = text.as_deref().map_or(0, |text| text.chars().count());
            if n_chars > MAX_CLAUSE_CHARS {
                let message = format!("{what}有 {n_chars} 个字（应不多于 {MAX_CLAUSE_CHARS} 个）");
                self.fault(&[key], None, message, "只写一句里的一个分句；成段的文字写在 正文素材 里");
            }
        }
        for (path, item, name) in single.chain(lists.into_iter().flat_map(items)) {
            let n_chars = name.chars().count();
            if n_chars > MAX_NAME_CHARS {
                let start: String = name.chars().take(20).collect();
                let message = format!("名称 `{start}…` 有 {n_chars} 个字（应不多于 {MAX_NAME_CHARS} 个）");
                self.fault(path, item, message, "是否把别的文字粘到了名称里");
            }
        }
    }

    /// Checks that faces are asked for by roles that there are.
    fn check_fonts(&mut self, profile: &Profile) {
        for role in profile.fonts.keys().filter(|role| !FONT_ROLES.contains(&role.as_str())) {
            let message = format!(
                "配置项 fonts 中没有 `{role}` 这种用途（应为 title、body、heading、subheading、figures，或小标宋、仿宋、黑体、楷体、宋体）"
            );
            let near = near::word(role, &FONT_ROLES).or_else(|| {
                let mut called = FONT_ROLES.iter().filter(|known| !known.is_ascii());
                called.find(|known| role.contains(**known)).copied()
            });
            let usual = || "各用途的字体见 banxin fonts".to_string();
            let hint = near.map_or_else(usual, |near| format!("是否应为 `{near}`"));
            self.fault(&["fonts", role], None, message, hint);
        }
    }

    /// Checks that thresholds are of indicators that there are, and numbers that can be compared.
    fn check_rules(&mut self, profile: &Profile) {
        for (id, rule) in &profile.rules {
            if !RULES.contains(id) {
                let message = format!("配置项 rules 中的 `{id}` 不是指标编号（应如 1.1、3.1、c2.1）");
                let hint = self.rule_meant(id);
                self.fault(&["rules", id], None, message, hint);
            }
            for (key, value) in [("threshold", rule.threshold), ("severe", rule.severe)] {
                if value.is_some_and(|value| !value.is_finite()) {
                    let message = format!("配置项 rules.{id} 的阈值不是有效的数");
                    let hint = format!("写成 {key} = 0.5 这样的数");
                    self.fault(&["rules", id, key], None, message, hint);
                }
            }
        }
    }

    /// Returns which indicator is meant by an id that is none.
    fn rule_meant(&self, id: &str) -> String {
        // 3.1 without quotes is TOML's way of writing the key 1 below the key 3.
        let below = self.tree.get("rules").and_then(|rules| match &rules.value {
            Value::Table(rules) => rules.get(id),
            _ => None,
        });
        if let Some(Value::Table(inner)) = below.map(|node| &node.value) {
            let whole = inner.keys().map(|key| format!("{id}.{key}")).find(|whole| RULES.contains(whole));
            if let Some(whole) = whole {
                return format!("编号要写在引号里：\"{whole}\"");
            }
        }
        let near = RULES.iter().find(|known| crate::text::edit_distance(known, id.trim()) == 1);
        near.map_or_else(|| "编号见报告附件".to_string(), |near| format!("是否应为 `{near}`"))
    }
}
