//! What is written down of a made-up unit: its people with their marks, its sessions, and what was handed in and planned.

use std::collections::BTreeSet;

/// One township's study group (理论学习中心组) in one half-year.
pub(crate) struct Unit {
    /// Name as it stands in titles.
    pub(crate) name: &'static str,
    /// Signing organ (发文机关署名).
    pub(crate) organ: &'static str,
    /// Addressee (主送机关).
    pub(crate) superior: &'static str,
    /// Date of the report, ISO.
    pub(crate) date: &'static str,
    /// Topics of local work.
    pub(crate) keywords: &'static [&'static str],
    /// Guiding ideas (指导思想).
    pub(crate) guiding: &'static str,
    /// The superior's document (依据).
    pub(crate) basis: &'static str,
    /// Funds for study (经费); empty where nothing is stated.
    pub(crate) funds: &'static str,
    /// Places of study (学习阵地).
    pub(crate) places: &'static [&'static str],
    /// A part of the report in the office's own words (正文素材): the file's name and its text.
    pub(crate) own_words: (&'static str, &'static str),
    /// How this office fills in its registers.
    pub(crate) habits: Habits,
    /// Members, secretary and observer, in the order of the roster.
    pub(crate) people: &'static [Person],
    /// Sessions in order of date.
    pub(crate) sessions: &'static [Session],
    /// Essays and research reports in order of hand-in.
    pub(crate) essays: &'static [Essay],
    /// Plan of the first and of the second half-year.
    pub(crate) plan: [&'static [PlanRow]; 2],
    /// Research topics (调研课题).
    pub(crate) research: &'static [Topic],
    /// Supervision, appraisal and examination (督学、评学、考学).
    pub(crate) oversight: &'static [Oversight],
    /// What was done beside the sessions (宣讲和指导).
    pub(crate) outreach: &'static [Outreach],
}

/// An office's ways of writing the same thing, so that both are met in the samples.
pub(crate) struct Habits {
    /// Quarter (0 or 1) whose attendance sheet holds real dates; the other holds text such as 4月9日.
    pub(crate) quarter_with_real_dates: usize,
    /// Quarter (0 or 1) whose attendance sheet pads names of two characters (张　三).
    pub(crate) quarter_with_padded_names: usize,
    /// Whether 出勤率 is a number in percent format, not text.
    pub(crate) rates_as_numbers: bool,
    /// Whether lengths read 2小时30分, not 2.5.
    pub(crate) hours_in_words: bool,
    /// Whether the oversight register has columns for the numbers of examinees.
    pub(crate) examinees_counted: bool,
}

/// A line of the roster and of the attendance sheets.
pub(crate) struct Person {
    /// Full name.
    pub(crate) name: &'static str,
    /// Office held (职务).
    pub(crate) post: &'static str,
    /// 组长, 副组长, 成员, 秘书 or 列席.
    pub(crate) role: &'static str,
    /// Fields of responsibility (分管领域).
    pub(crate) duties: &'static str,
    /// First day in office, ISO.
    pub(crate) since: &'static str,
    /// One mark a session; empty for who is not on the attendance sheets.
    pub(crate) marks: &'static str,
}

/// One collective study session (集中学习).
pub(crate) struct Session {
    /// Day, ISO.
    pub(crate) date: &'static str,
    /// Room or site.
    pub(crate) place: &'static str,
    /// Topic (学习主题).
    pub(crate) topic: &'static str,
    /// Documents studied (学习内容).
    pub(crate) content: &'static str,
    /// Form (学习形式).
    pub(crate) form: &'static str,
    /// Chair (主持人).
    pub(crate) host: &'static str,
    /// Speakers (重点发言人), joined by 、.
    pub(crate) speakers: &'static str,
    /// Lecturer (主讲/辅导人).
    pub(crate) lecturer: &'static str,
    /// Length in minutes.
    pub(crate) minutes: u32,
    /// What was decided to be done (贯彻措施).
    pub(crate) follow_up: &'static str,
    /// 是 when it was part of another meeting, else 否.
    pub(crate) within_meeting: &'static str,
    /// Appraisal on the spot (点评).
    pub(crate) appraisal: &'static str,
}

/// One line of the essay catalogue.
pub(crate) struct Essay {
    /// Name of the author.
    pub(crate) author: &'static str,
    /// Title.
    pub(crate) title: &'static str,
    /// Number of its session, from 1; 0 for a research report.
    pub(crate) session: usize,
    /// 心得体会, 理论文章 or 调研报告.
    pub(crate) kind: &'static str,
    /// Length in characters.
    pub(crate) n_characters: u32,
    /// Day of hand-in, ISO.
    pub(crate) date: &'static str,
    /// Publication or use made of it.
    pub(crate) outcome: &'static str,
    /// Remark.
    pub(crate) note: &'static str,
}

/// One line of the study plan.
pub(crate) struct PlanRow {
    /// Planned month, such as 3月.
    pub(crate) month: &'static str,
    /// Ten-day part of the month.
    pub(crate) time: &'static str,
    /// Topic.
    pub(crate) topic: &'static str,
    /// Content.
    pub(crate) content: &'static str,
    /// Form.
    pub(crate) form: &'static str,
    /// Speaker; empty where nobody was named.
    pub(crate) speaker: &'static str,
    /// Responsible office.
    pub(crate) office: &'static str,
    /// Place.
    pub(crate) place: &'static str,
    /// Target (量化目标), with or without a number.
    pub(crate) target: &'static str,
    /// Remark.
    pub(crate) note: &'static str,
}

/// One research topic (调研课题).
pub(crate) struct Topic {
    /// Title.
    pub(crate) title: &'static str,
    /// Name of who leads it.
    pub(crate) lead: &'static str,
    /// Field of responsibility.
    pub(crate) field: &'static str,
    /// Start, ISO.
    pub(crate) start: &'static str,
    /// Planned end, ISO.
    pub(crate) due: &'static str,
    /// 已完成 or 进行中.
    pub(crate) state: &'static str,
    /// Form of the result.
    pub(crate) result: &'static str,
    /// Use made of it (转化应用).
    pub(crate) application: &'static str,
}

/// One line of the oversight register.
pub(crate) struct Oversight {
    /// Day, ISO.
    pub(crate) date: &'static str,
    /// 督学, 评学 or 考学.
    pub(crate) kind: &'static str,
    /// Who or what was looked at.
    pub(crate) object: &'static str,
    /// How.
    pub(crate) manner: &'static str,
    /// Score or grade.
    pub(crate) score: &'static str,
    /// Problem found.
    pub(crate) problem: &'static str,
    /// How it was put right.
    pub(crate) remedy: &'static str,
    /// Use made of the result (结果运用).
    pub(crate) application: &'static str,
    /// Examinees due and examined.
    pub(crate) examinees: Option<(u32, u32)>,
}

/// One line of the register of 宣讲和指导.
pub(crate) struct Outreach {
    /// Day, ISO.
    pub(crate) date: &'static str,
    /// 第一议题, 读书班, 宣讲, 列席旁听, 现场学习 or 述学.
    pub(crate) kind: &'static str,
    /// Who spoke, led or guided.
    pub(crate) speaker: &'static str,
    /// For or with whom.
    pub(crate) object: &'static str,
    /// On what.
    pub(crate) topic: &'static str,
    /// How many persons; 0 where nobody counted.
    pub(crate) n_persons: u32,
    /// How many times.
    pub(crate) n_times: u32,
}

/// Marks of one kind, counted over the members (组长, 副组长, 成员).
#[derive(Default)]
pub(crate) struct Count {
    /// In post that day (应到).
    pub(crate) due: u32,
    /// √ and 迟 (实到).
    pub(crate) present: u32,
    /// ○ and △ (请假).
    pub(crate) leave: u32,
    /// × (缺席).
    pub(crate) absent: u32,
    /// 公 (公差).
    pub(crate) on_duty: u32,
    /// 补 (补学).
    pub(crate) made_up: u32,
    /// 迟 (迟到), part of `present`.
    pub(crate) late: u32,
}

impl Person {
    /// Whether the person counts in 应到.
    pub(crate) fn is_member(&self) -> bool {
        matches!(self.role, "组长" | "副组长" | "成员")
    }

    /// The marks of the sessions in `range`.
    pub(crate) fn marks_in(&self, range: std::ops::Range<usize>) -> Vec<char> {
        self.marks.chars().skip(range.start).take(range.len()).collect()
    }
}

impl Unit {
    /// The sessions of a quarter (0 or 1) as a range of indices.
    pub(crate) fn quarter(&self, quarter: usize) -> std::ops::Range<usize> {
        let first_of_second = self.sessions.partition_point(|session| session.date < "2020-04-01");
        if quarter == 0 { 0..first_of_second } else { first_of_second..self.sessions.len() }
    }

    /// The members' marks of one session, counted.
    pub(crate) fn count_session(&self, session: usize) -> Count {
        let members = self.people.iter().filter(|person| person.is_member());
        count(members.flat_map(|person| person.marks_in(session..session + 1)))
    }

    /// Number of observers (列席) in one session.
    pub(crate) fn n_observers(&self, session: usize) -> usize {
        let observers = self.people.iter().filter(|person| person.role == "列席");
        observers.filter(|person| person.marks_in(session..session + 1)[0] != '—').count()
    }

    /// The person of that name.
    pub(crate) fn person(&self, name: &str) -> &Person {
        let person = self.people.iter().find(|person| person.name == name);
        person.unwrap_or_else(|| panic!("`{name}` is not on the roster of {}", self.name))
    }
}

/// Counts marks by the definitions of `reference/domain.md` §3.
pub(crate) fn count(marks: impl IntoIterator<Item = char>) -> Count {
    let mut count = Count::default();
    for mark in marks {
        match mark {
            '√' => count.present += 1,
            '迟' => {
                count.present += 1;
                count.late += 1;
            }
            '○' | '△' => count.leave += 1,
            '×' => count.absent += 1,
            '公' => count.on_duty += 1,
            '补' => count.made_up += 1,
            '—' => continue,
            _ => panic!("`{mark}` is not in the legend"),
        }
        count.due += 1;
    }
    count
}

/// Panics where the data contradict themselves: a wrong sample would teach the tests a wrong answer.
pub(crate) fn assert_consistent(unit: &Unit) {
    for person in unit.people.iter().filter(|person| person.role != "秘书") {
        assert_eq!(person.marks.chars().count(), unit.sessions.len(), "one mark a session: {}", person.name);
        for (session, mark) in unit.sessions.iter().zip(person.marks.chars()) {
            let in_post = person.since <= session.date;
            assert!(!person.is_member() || in_post == (mark != '—'), "{} on {}", person.name, session.date);
        }
    }
    assert!(unit.sessions.is_sorted_by(|a, b| a.date < b.date), "sessions in order of date");
    for (i, session) in unit.sessions.iter().enumerate() {
        let named = session.speakers.split('、').filter(|name| !name.is_empty());
        for name in named.chain([session.host]) {
            let mark = unit.person(name).marks_in(i..i + 1)[0];
            assert!(
                matches!(mark, '√' | '迟'),
                "{name} spoke or chaired on {} but is marked {mark}",
                session.date
            );
        }
        let lecturer = unit.people.iter().find(|person| person.name == session.lecturer);
        assert!(
            lecturer.is_none_or(|person| person.marks_in(i..i + 1)[0] == '√'),
            "{} lectured while away on {}",
            session.lecturer,
            session.date
        );
    }
    assert!(unit.essays.is_sorted_by_key(|essay| essay.date), "essays in order of hand-in");
    for essay in unit.essays {
        let author = unit.person(essay.author);
        assert_eq!(essay.session == 0, essay.kind == "调研报告", "{}", essay.title);
        if let Some(i) = essay.session.checked_sub(1) {
            let mark = author.marks_in(i..i + 1)[0];
            assert!(matches!(mark, '√' | '迟' | '补'), "{} wrote on a session missed", essay.author);
            assert!(essay.date > unit.sessions[i].date, "{} wrote before the session", essay.author);
        }
    }
    for name in unit.plan.iter().flat_map(|rows| rows.iter()).flat_map(|row| row.speaker.split('、')) {
        assert!(
            name.is_empty() || name.contains('（') || unit.person(name).is_member(),
            "{name} in the plan"
        );
    }
    assert!(unit.outreach.is_sorted_by_key(|record| record.date), "outreach in order of date");
    for record in unit.outreach {
        let names = record.speaker.split('、').filter(|name| !name.is_empty());
        assert!(
            names.into_iter().all(|name| unit.person(name).is_member()),
            "{} on {}",
            record.speaker,
            record.date
        );
    }
    for topic in unit.research {
        assert!(
            unit.person(topic.lead).duties.contains(topic.field),
            "{} leads outside the field",
            topic.lead
        );
    }
    let names: BTreeSet<&str> = unit.people.iter().map(|person| person.name).collect();
    assert_eq!(names.len(), unit.people.len(), "names are unique");
}
