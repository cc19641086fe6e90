//! Every number that the first part and the plan say is counted again, from the records alone.

use std::collections::BTreeMap;

use banxin_core::analysis;
use banxin_core::document::{self, Block};
use banxin_core::dossier::{Dossier, EssayKind, Form, Mark, OutreachKind, OversightKind, Role};
use banxin_core::settings::Settings;

use crate::sources::random_folders;

/// How many random units are counted again.
const N_RANDOM: usize = 400;

/// Returns the numbers that stand between these words.
fn said(text: &str, before: &str, after: &str) -> Vec<usize> {
    let behind = text.split(before).skip(1);
    let number = |rest: &str| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        rest[digits.len()..].starts_with(after).then(|| digits.parse().ok())?
    };
    behind.filter_map(number).collect()
}

/// Counts marks that are these.
fn marks(dossier: &Dossier, wanted: impl Fn(Option<Mark>) -> bool) -> usize {
    let counts = |at: usize| !matches!(dossier.members[at].role, Role::Secretary | Role::Observer);
    dossier.attendance.iter().filter(|entry| counts(entry.member) && wanted(entry.mark)).count()
}

/// Returns each number that may be said: the words before and after it, and what it should be.
fn expected(dossier: &Dossier) -> Vec<(&'static str, &'static str, usize)> {
    let sessions = &dossier.sessions;
    let leader = dossier.members.iter().find(|member| member.role == Role::Leader);
    let of_leader = |is: &dyn Fn(&banxin_core::dossier::Session, &str) -> bool| {
        let Some(leader) = leader else { return 0 };
        sessions.iter().filter(|session| leader.in_post(session.date) && is(session, &leader.name)).count()
    };
    let essays = |kind| dossier.essays.iter().filter(|essay| essay.kind == kind).count();
    let log = |kind| dossier.oversight.iter().filter(|record| record.kind == kind).count();
    let beside = |kind| {
        let records = dossier.outreach.iter().filter(|record| record.kind == kind);
        records.map(|record| record.n_times.value.unwrap_or(1) as usize).sum::<usize>()
    };
    let talks = dossier.outreach.iter().filter(|record| record.kind == OutreachKind::Talk);
    let audience = talks.map(|record| record.n_persons.value.unwrap_or(0) as usize).sum();
    let raised = dossier.oversight.iter().filter(|record| record.problem.is_done());
    let open = raised.filter(|record| record.rectified.is_asked() && !record.rectified.is_done()).count();
    let is_present = |mark| matches!(mark, Some(Mark::Present | Mark::Late));
    let is_away = |mark: Option<Mark>| {
        mark.is_some_and(|mark| mark.is_due() && !is_present(Some(mark)) && mark != Mark::MadeUp)
    };
    vec![
        ("共集中学习", "次", sessions.len()),
        ("其中专题研讨", "次", sessions.iter().filter(|s| s.form == Some(Form::Seminar)).count()),
        ("组长主持集中学习", "次", of_leader(&|session, name| session.host.text() == name)),
        (
            "作重点发言",
            "次",
            of_leader(&|session, name| {
                session.speakers.value.iter().flatten().any(|speaker| speaker == name)
            }),
        ),
        ("重点发言共", "人次", sessions.iter().map(|s| s.speakers.value.iter().flatten().count()).sum()),
        ("计划安排学习", "项", dossier.plan_of(dossier.period).count()),
        ("应到", "人次", marks(dossier, |mark| mark.is_none_or(Mark::is_due))),
        ("实到", "人次", marks(dossier, is_present)),
        ("会后补学", "人次", marks(dossier, |mark| mark == Some(Mark::MadeUp))),
        ("没有补学的", "人次", marks(dossier, is_away)),
        ("提出贯彻措施的学习共", "次", sessions.iter().filter(|s| s.follow_up.is_done()).count()),
        ("列入调研课题", "个", dossier.research.len()),
        ("提交心得体会", "篇", essays(EssayKind::Reflection)),
        ("、理论文章", "篇", essays(EssayKind::Article)),
        ("形成心得体会和理论文章", "篇", essays(EssayKind::Reflection) + essays(EssayKind::Article)),
        ("调研报告", "篇", essays(EssayKind::Report)),
        ("对集中学习评学", "次", log(OversightKind::Review)),
        ("对中心组督学", "次", log(OversightKind::Supervision)),
        ("还没有改正的", "个问题", open),
        ("第一议题学习", "次", beside(OutreachKind::FirstItem)),
        ("举办读书班", "次", beside(OutreachKind::ReadingClass)),
        ("开展宣讲", "场", beside(OutreachKind::Talk)),
        ("受众", "人次", audience),
        ("督促指导基层学习", "次", beside(OutreachKind::Guidance)),
        ("组织成员述学", "次", beside(OutreachKind::Account)),
    ]
}

/// Returns the paragraphs of the first part and of the plan.
fn told(document: &document::Document) -> String {
    let mut part = String::from("前言");
    let mut text = String::new();
    for block in &document.blocks {
        match block {
            Block::Heading { level: 1, text } => part = text.to_string(),
            Block::Paragraph(words)
                if ["前言", "做法", "开展情况", "计划"].iter().any(|w| part.contains(w)) =>
            {
                text += words;
                text.push('\n');
            }
            _ => {}
        }
    }
    text
}

#[test]
fn every_number_of_random_units_is_counted_again() {
    let settings = Settings {
        unit: "3号镇".into(),
        period: "2020H1".parse().ok(),
        keywords: vec!["春耕".into()],
        length: 6000,
        ..Settings::default()
    };
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for folder in random_folders(N_RANDOM) {
        let Ok(analysis) = analysis::analyse(&folder, &settings).output else { continue };
        let text = told(&document::compose(&analysis.material(&settings)));
        let dossier = &analysis.dossier;
        for (before, after, n) in expected(dossier) {
            let found = said(&text, before, after);
            assert!(found.iter().all(|said| *said == n), "{before}{found:?}{after}, not {n}: {text}");
            *seen.entry(before).or_default() += found.len();
        }
        // What is naught is not told as something done.
        for naught in ["次", "篇", "项", "人次", "个", "场"] {
            let is_naught = |rest: &str| rest.starts_with(naught);
            let mut parts = text.split('0').zip(text.split('0').skip(1));
            let has_naught = parts
                .any(|(before, after)| !before.ends_with(|c: char| c.is_ascii_digit()) && is_naught(after));
            assert!(!has_naught, "0{naught} in {text}");
        }
        // Of fewer than five sessions nothing is said of all.
        if dossier.sessions.len() < 5 {
            for words in ["人人", "每个季度都有", "都按期", "明显", "成了惯例"] {
                assert!(!text.contains(words), "{words} of {} sessions: {text}", dossier.sessions.len());
            }
        }
    }
    let never: Vec<&&str> = seen.iter().filter(|(_, n)| **n == 0).map(|(words, _)| words).collect();
    assert!(never.is_empty(), "no document says {never:?}");
}

#[test]
fn numbers_are_found_between_their_words() {
    assert_eq!(said("共集中学习12次，集中学习3次", "集中学习", "次"), [12, 3]);
    assert_eq!(said("应到12人次", "应到", "次"), [0_usize; 0]);
}
