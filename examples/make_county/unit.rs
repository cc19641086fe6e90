//! One made-up unit drawn from its number: people, marks, sessions, essays, plan, research, oversight.
//!
//! Each unit has its own weaknesses, drawn first; what is drawn after them follows from them, so
//! that reports differ in what they find and not only in their figures. The registers of a unit
//! do not contradict themselves: who spoke was there, who wrote had attended.

use crate::words;

/// A small generator of numbers (SplitMix64): the same on every machine and in every version.
pub(crate) struct Draw(u64);

impl Draw {
    /// Starts from a seed and a unit's number, so that a unit is the same in counties of any size.
    pub(crate) fn new(seed: u64, unit: usize) -> Draw {
        Draw(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (unit as u64).wrapping_mul(0xD1B5_4A32_D192_ED03))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Draws a number below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// Draws a number from `least` to `most`.
    pub(crate) fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    /// Draws whether something with so many chances in a hundred happens.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// A table as rows of text, its header first.
pub(crate) type Table = Vec<Vec<String>>;

/// A unit's registers.
pub(crate) struct Unit {
    /// Its name.
    pub(crate) name: String,
    /// Local work, for `keywords`.
    pub(crate) local: [&'static str; 2],
    /// 考勤表: a column a session, the legend below.
    pub(crate) attendance: Table,
    /// 成员名单.
    pub(crate) roster: Table,
    /// 集中学习情况统计表.
    pub(crate) sessions: Table,
    /// 心得体会目录.
    pub(crate) essays: Table,
    /// 学习计划.
    pub(crate) plan: Table,
    /// 调研课题.
    pub(crate) research: Table,
    /// 督学评学考学台账.
    pub(crate) oversight: Table,
}

/// What a unit does badly.
struct Weaknesses {
    absences: usize,
    lectures: bool,
    short: bool,
    within_meetings: bool,
    no_follow_up: bool,
    end_rush: bool,
    hollow_titles: bool,
    few_speakers: bool,
    no_made_up: bool,
    leader_away: bool,
    no_oversight: bool,
    no_results: bool,
    no_targets: bool,
    missed_plan: bool,
}

struct Member {
    name: String,
    post: String,
    role: &'static str,
    duties: String,
    /// One mark a session.
    marks: Vec<char>,
}

struct Session {
    /// Month and day in 2020.
    day: (usize, usize),
    topic: String,
    content: String,
    form: &'static str,
}

/// Draws a unit. `is_small` keeps to what a short report needs.
pub(crate) fn unit(seed: u64, number: usize, is_small: bool) -> Unit {
    let mut draw = Draw::new(seed, number);
    let half = words::LOCAL.len() / 2;
    let local = [words::LOCAL[draw.below(half)], words::LOCAL[half + draw.below(half)]];
    let weak = weaknesses(&mut draw);
    let n_members = if is_small { 5 } else { draw.between(9, 14) };
    let sessions = sessions(&mut draw, &weak, &local, if is_small { 2 } else { 4 });
    let members = members(&mut draw, &weak, number, n_members, local[0], &sessions);
    Unit {
        name: words::unit(number),
        attendance: attendance(&members, &sessions),
        roster: roster(&members),
        essays: essays(&mut draw, &weak, &members, &sessions, &local, is_small),
        plan: plan(&mut draw, &weak, &members, &sessions, &local),
        research: research(&mut draw, &members, &local),
        oversight: oversight(&mut draw, &weak, &sessions, &members),
        sessions: session_table(&mut draw, &weak, &members, &sessions, &local),
        local,
    }
}

fn weaknesses(draw: &mut Draw) -> Weaknesses {
    Weaknesses {
        absences: draw.between(2, 22),
        lectures: draw.chance(35),
        short: draw.chance(30),
        within_meetings: draw.chance(25),
        no_follow_up: draw.chance(35),
        end_rush: draw.chance(30),
        hollow_titles: draw.chance(30),
        few_speakers: draw.chance(40),
        no_made_up: draw.chance(45),
        leader_away: draw.chance(20),
        no_oversight: draw.chance(20),
        no_results: draw.chance(40),
        no_targets: draw.chance(35),
        missed_plan: draw.chance(30),
    }
}

/// Draws the sessions: at least so many, in order of date, some of them on local work.
fn sessions(draw: &mut Draw, weak: &Weaknesses, local: &[&'static str; 2], least: usize) -> Vec<Session> {
    let n = least + draw.below(3);
    let mut topics: Vec<usize> = (0..words::TOPICS.len()).collect();
    let mut months: Vec<usize> = (0..n).map(|i| 1 + i * 6 / n).collect();
    months.sort_unstable();
    let mut days: Vec<(usize, usize)> = Vec::new();
    for month in months {
        // Two in one month stand in its two halves.
        let in_second_half = days.last().is_some_and(|day| day.0 == month);
        days.push((month, if in_second_half { draw.between(16, 24) } else { draw.between(3, 14) }));
    }
    let mut session = |(i, day)| {
        let (topic, content) = words::TOPICS[topics.swap_remove(draw.below(topics.len()))];
        let (topic, content) = if i % 3 == 2 && !weak.no_follow_up {
            (format!("{}专题研讨", local[i / 3 % 2]), format!("县{}规划和先进地方材料", local[i / 3 % 2]))
        } else {
            (topic.to_string(), content.to_string())
        };
        let seminar = if weak.lectures { draw.chance(20) } else { draw.chance(70) };
        let form = match (seminar, draw.below(6)) {
            (true, _) => "集中学习研讨",
            (false, 0) => "专家辅导",
            (false, 1) => "观看专题片",
            (false, _) => "传达学习",
        };
        Session { day, topic, content, form }
    };
    days.into_iter().enumerate().map(&mut session).collect()
}

fn members(
    draw: &mut Draw,
    weak: &Weaknesses,
    number: usize,
    n: usize,
    local: &str,
    sessions: &[Session],
) -> Vec<Member> {
    let leaders = [
        ("党委书记", "组长", "党委全面工作"),
        ("党委副书记、镇长", "副组长", "政府全面工作、脱贫攻坚"),
        ("党委副书记", "副组长", "党的建设、群团工作"),
    ];
    let others = words::POSTS.iter().map(|(post, duties)| (*post, "成员", *duties));
    let posts = leaders.into_iter().chain(others).take(n);
    let member = |(i, (post, role, duties)): (usize, (&str, &'static str, &str))| {
        let mut mark = |at: usize| {
            let absent = if i == 0 && weak.leader_away { 40 } else { weak.absences };
            match (draw.chance(absent), draw.below(8)) {
                // Someone with a say is always there.
                _ if i == 1 || at == 0 => '√',
                (false, 0) => {
                    if draw.chance(30) {
                        '迟'
                    } else {
                        '√'
                    }
                }
                (false, _) => '√',
                (true, 0 | 1) => '公',
                (true, 2 | 3) => '○',
                (true, 4) => '△',
                (true, 5) => '×',
                (true, _) if weak.no_made_up => '○',
                (true, _) => '补',
            }
        };
        Member {
            name: words::person(number * 16 + i),
            post: post.to_string(),
            role,
            duties: duties.replace("{}", local),
            marks: (0..sessions.len()).map(&mut mark).collect(),
        }
    };
    posts.enumerate().map(member).collect()
}

/// Returns who was in a session's room, by their places in the list.
fn present(members: &[Member], at: usize) -> Vec<usize> {
    let there: Vec<usize> =
        (0..members.len()).filter(|i| matches!(members[*i].marks[at], '√' | '迟')).collect();
    // Somebody held it, whatever the marks say.
    if there.is_empty() { vec![1] } else { there }
}

fn texts(row: &[&str]) -> Vec<String> {
    row.iter().map(|text| (*text).to_string()).collect()
}

fn attendance(members: &[Member], sessions: &[Session]) -> Table {
    let mut header = texts(&["序号", "姓名", "职务"]);
    header.extend(sessions.iter().map(|session| format!("{}月{}日", session.day.0, session.day.1)));
    let mut table = vec![header];
    for (i, member) in members.iter().enumerate() {
        let mut row = vec![(i + 1).to_string(), member.name.clone(), member.post.clone()];
        row.extend(member.marks.iter().map(char::to_string));
        table.push(row);
    }
    let legend = "图例：√出勤　×缺席　○事假　△病假　公 公差　迟 迟到　补 补学";
    table.push(vec![legend.to_string()]);
    table
}

fn roster(members: &[Member]) -> Table {
    let mut table = vec![texts(&["姓名", "职务", "角色", "分管领域", "任职起"])];
    for member in members {
        table.push(texts(&[&member.name, &member.post, member.role, &member.duties, "2018-03-15"]));
    }
    table
}

fn date((month, day): (usize, usize)) -> String {
    format!("2020-{month:02}-{day:02}")
}

fn session_table(
    draw: &mut Draw,
    weak: &Weaknesses,
    members: &[Member],
    sessions: &[Session],
    local: &[&str; 2],
) -> Table {
    let mut table = vec![texts(&[
        "序号",
        "时间",
        "地点",
        "学习主题",
        "学习内容",
        "学习形式",
        "主持人",
        "重点发言人",
        "主讲人",
        "应到",
        "实到",
        "时长",
        "贯彻措施",
        "是否会上套开",
        "点评",
    ])];
    for (at, session) in sessions.iter().enumerate() {
        let there = present(members, at);
        let host = if there.contains(&0) { 0 } else { 1 };
        let n_speakers =
            if session.form == "集中学习研讨" { draw.between(2, 4) } else { draw.below(2) };
        let mut speakers: Vec<&str> = Vec::new();
        for k in 0..n_speakers {
            let who = if weak.few_speakers {
                there[k % there.len().min(2)]
            } else {
                there[(at * 3 + k) % there.len()]
            };
            if !speakers.contains(&members[who].name.as_str()) {
                speakers.push(&members[who].name);
            }
        }
        let has_follow_up = !weak.no_follow_up && draw.chance(75);
        let follow_up = words::FOLLOW_UPS[draw.below(words::FOLLOW_UPS.len())].replace("{}", local[at % 2]);
        let hours = if weak.short { ["1", "1.5", "1.5"] } else { ["2.5", "3", "2"] }[draw.below(3)];
        let lecturer =
            if session.form == "专家辅导" { "县委党校讲师" } else { members[host].name.as_str() };
        table.push(texts(&[
            &(at + 1).to_string(),
            &date(session.day),
            "机关三楼会议室",
            &session.topic,
            &session.content,
            session.form,
            &members[host].name,
            &speakers.join("、"),
            lecturer,
            &members.len().to_string(),
            &there.len().to_string(),
            hours,
            if has_follow_up { &follow_up } else { "" },
            if weak.within_meetings && draw.chance(60) { "是" } else { "否" },
            if draw.chance(60) { "讨论深入，发言联系实际" } else { "" },
        ]));
    }
    table
}

fn essays(
    draw: &mut Draw,
    weak: &Weaknesses,
    members: &[Member],
    sessions: &[Session],
    local: &[&str; 2],
    is_small: bool,
) -> Table {
    let header =
        ["序号", "姓名", "职务", "题目", "对应学习主题", "类型", "字数", "提交日期", "发表/转化情况"];
    let n = if is_small { 3 } else { members.len() + draw.between(2, 8) };
    let mut rows: Vec<((usize, usize), Vec<String>)> = Vec::new();
    for i in 0..n {
        let at = draw.below(sessions.len());
        let there = present(members, at);
        let author = &members[there[(i + draw.below(2)) % there.len()]];
        let session = &sessions[at];
        // Handed in within three weeks, or with all others in the last days of June.
        let is_late = weak.end_rush && draw.chance(75);
        let day = if is_late || session.day.0 == 6 && session.day.1 > 12 {
            (6, draw.between(25, 29))
        } else {
            let later = session.day.1 + draw.between(2, 18);
            if later > 28 { (session.day.0 + 1, later - 28) } else { (session.day.0, later) }
        };
        let subject = author.duties.split('、').next_back().unwrap_or(local[0]);
        let title = if draw.chance(if weak.hollow_titles { 75 } else { 15 }) {
            words::HOLLOW[draw.below(words::HOLLOW.len())].replace("{}", &session.topic)
        } else {
            words::TITLES[draw.below(words::TITLES.len())].replace("{}", subject)
        };
        let row = texts(&[
            &author.name,
            &author.post,
            &title,
            &session.topic,
            if draw.chance(15) { "理论文章" } else { "心得体会" },
            &(if draw.chance(8) { draw.between(500, 790) } else { draw.between(900, 2400) }).to_string(),
            &date(day),
            if draw.chance(12) { "县学习简报刊发" } else { "" },
        ]);
        rows.push((day, row));
    }
    rows.sort();
    let mut table = vec![texts(&header)];
    for (i, (_, row)) in rows.into_iter().enumerate() {
        table.push([vec![(i + 1).to_string()], row].concat());
    }
    table
}

fn plan(
    draw: &mut Draw,
    weak: &Weaknesses,
    members: &[Member],
    sessions: &[Session],
    local: &[&str; 2],
) -> Table {
    let header = ["月份", "学习主题", "学习内容", "学习形式", "主讲人", "责任单位", "量化目标"];
    let mut table = vec![texts(&header)];
    let target = |draw: &mut Draw| match (weak.no_targets, draw.below(2)) {
        (true, _) => "提高认识".to_string(),
        (false, 0) => format!("重点发言{}人", draw.between(2, 4)),
        (false, _) => format!("提交体会{}篇", draw.between(3, 8)),
    };
    for session in sessions {
        let target = target(draw);
        let speaker = &members[draw.below(members.len())].name;
        let month = format!("{}月", session.day.0);
        table.push(texts(&[
            &month,
            &session.topic,
            &session.content,
            session.form,
            speaker,
            "党政办公室",
            &target,
        ]));
    }
    if weak.missed_plan {
        let month = format!("{}月", draw.between(2, 4));
        table.push(texts(&[
            &month,
            "述学评学",
            "述学材料",
            "集中学习研讨",
            &members[0].name,
            "党政办公室",
            "提高认识",
        ]));
    }
    for month in 7..=12 {
        let (topic, content) = words::TOPICS[(month * 3 + draw.below(3)) % words::TOPICS.len()];
        let topic =
            if month % 3 == 1 { format!("{}专题研讨", local[month % 2]) } else { topic.to_string() };
        let form = if month % 3 == 2 { "传达学习" } else { "集中学习研讨" };
        let speaker = &members[draw.below(members.len())].name;
        let target = target(draw);
        let month = format!("{month}月");
        table.push(texts(&[&month, &topic, content, form, speaker, "党政办公室", &target]));
    }
    table
}

fn research(draw: &mut Draw, members: &[Member], local: &[&str; 2]) -> Table {
    let header =
        ["序号", "课题名称", "负责人", "分管领域", "开题", "计划完成", "状态", "成果形式", "转化应用"];
    let mut table = vec![texts(&header)];
    for (i, subject) in local.iter().enumerate() {
        let lead = &members[draw.below(members.len())];
        let is_done = draw.chance(50);
        let used = if is_done && draw.chance(60) { "形成文件印发" } else { "" };
        table.push(texts(&[
            &(i + 1).to_string(),
            &format!("{subject}现状与对策"),
            &lead.name,
            lead.duties.split('、').next_back().unwrap_or_default(),
            "2020-03-10",
            if is_done { "2020-06-15" } else { "2020-11-30" },
            if is_done { "已完成" } else { "进行中" },
            "调研报告",
            used,
        ]));
    }
    table
}

fn oversight(draw: &mut Draw, weak: &Weaknesses, sessions: &[Session], members: &[Member]) -> Table {
    let header =
        ["日期", "类别", "对象", "方式", "成绩/等次", "问题", "整改", "结果运用", "应考人数", "参考人数"];
    let mut table = vec![texts(&header)];
    let kinds: &[&str] =
        if weak.no_oversight { &["评学"] } else { &["督学", "评学", "考学", "督学"] };
    let n = kinds.len().min(sessions.len().max(2));
    for (i, kind) in kinds.iter().take(n).enumerate() {
        let (month, day) = sessions[i * sessions.len() / n].day;
        let problem = if draw.chance(60) { "部分笔记不完整" } else { "" };
        let remedy = if !problem.is_empty() && draw.chance(65) { "已完成：限期补齐" } else { "" };
        let used = if weak.no_results { "" } else { "在干部例会上通报" };
        let due = members.len().to_string();
        let examined = if draw.chance(60) { due.clone() } else { (members.len() - 1).to_string() };
        let (score, due, examined) = match *kind {
            "考学" => ("92", due.as_str(), examined.as_str()),
            _ => ("较好", "", ""),
        };
        let date = date((month, (day + 1).min(28)));
        table.push(texts(&[
            &date,
            kind,
            "中心组成员",
            "现场检查",
            score,
            problem,
            remedy,
            used,
            due,
            examined,
        ]));
    }
    table
}
