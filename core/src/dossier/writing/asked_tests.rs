//! What the cells of each column answer: done and plain content, denied, pending, not needed, and
//! not understood.

use super::{Asked, State, WORDS};

/// Compares what a column's cells answer.
#[track_caller]
fn check(asked: Asked, expected: State, texts: &[&str]) {
    let wrong: Vec<String> = texts
        .iter()
        .map(|text| (text, asked.answer(text)))
        .filter(|(_, found)| *found != expected)
        .map(|(text, found)| format!("{text}: {found:?}"))
        .collect();
    assert!(wrong.is_empty(), "{asked:?}, not {expected:?}: {wrong:#?}");
}

const ALL: [Asked; 12] = [
    Asked::Rectified,
    Asked::Used,
    Asked::PassedOn,
    Asked::FollowUp,
    Asked::Applied,
    Asked::Finished,
    Asked::Reviewed,
    Asked::Joint,
    Asked::Published,
    Asked::MadeUp,
    Asked::Recorded,
    Asked::Problem,
];

#[test]
fn every_question_has_its_words() {
    assert_eq!(WORDS.len(), ALL.len());
    for asked in ALL {
        assert!(WORDS.contains_key(asked.key()), "{asked:?}");
    }
}

#[test]
fn nothing_is_a_yes_by_itself() {
    for asked in ALL {
        for text in
            ["", "　", "无", "否", "×", "/", "—", "？", "不详", "待定", "尚未", "暂无", "未开展", "无需"]
        {
            assert_ne!(asked.answer(text), State::Yes, "{asked:?} {text}");
        }
    }
}

#[test]
fn what_only_begins_to_put_a_problem_right() {
    let asked = Asked::Rectified;
    check(
        asked,
        State::UnderWay,
        &[
            "制定整改方案",
            "已制定整改方案",
            "已下发整改通知",
            "已交办",
            "已转办镇纪委",
            "已安排",
            "研究部署整改",
            "已列入整改清单",
            "已明确责任人",
        ],
    );
    check(
        asked,
        State::Yes,
        &["已按方案整改", "已整改，印发通知", "按照方案整改到位", "整改方案已完成", "已安排补学并完成"],
    );
}

#[test]
fn problems_put_right() {
    let asked = Asked::Rectified;
    check(
        asked,
        State::Yes,
        &[
            "已整改",
            "补齐笔记",
            "已完成：4月30日前补齐",
            "立行立改",
            "已整改，下一步将持续巩固",
            "已整改到位，要求各支部引以为戒",
            "√",
            "已督促整改",
        ],
    );
    check(
        asked,
        State::No,
        &["未整改", "尚未整改", "无法整改", "整改不到位", "否", "未完成", "没有整改措施", "未落实"],
    );
    check(
        asked,
        State::UnderWay,
        &[
            "整改中",
            "正在整改",
            "待整改",
            "拟于7月整改",
            "部分整改",
            "已通报，限期整改",
            "已约谈，拟7月完成整改",
            "责令整改",
            "督促整改",
            "已整改3项，2项未整改",
            "已约谈本人，笔记尚未补齐",
            "已整改3项，其余正在办理",
        ],
    );
    check(asked, State::NotNeeded, &["无需整改", "不涉及", "不适用"]);
    check(asked, State::Unknown, &["见备注", "3", "5月20日", "不详"]);
}

#[test]
fn results_used() {
    let asked = Asked::Used;
    check(
        asked,
        State::Yes,
        &["在例会上通报", "作为评先依据", "列入下半年改进清单", "纳入学习档案", "已运用"],
    );
    check(asked, State::No, &["未运用", "尚未运用", "未通报", "没有运用", "未与考核挂钩"]);
    check(asked, State::UnderWay, &["拟作为评优依据", "待年底考核时运用", "已通报，拟年底运用", "研究中"]);
    check(asked, State::NotNeeded, &["不适用", "不涉及"]);
    check(asked, State::Unknown, &["略", "详见附件", "2"]);
}

#[test]
fn results_passed_on() {
    let asked = Asked::PassedOn;
    check(
        asked,
        State::Yes,
        &["报县委组织部", "列入干部考核", "成绩报县委组织部备案", "已报送组织部", "已通报，报县委组织部"],
    );
    check(asked, State::No, &["通报", "未报送组织部", "尚未报组织部", "未纳入考核", "已通报，未报组织部"]);
    check(asked, State::UnderWay, &["拟报县委组织部", "待报组织部", "计划纳入年度考核"]);
}

#[test]
fn measures_of_a_session() {
    let asked = Asked::FollowUp;
    // What a measure is for may be denied something.
    check(
        asked,
        State::Yes,
        &[
            "建立未脱贫户和边缘户台账，逐户明确帮扶责任人",
            "走访未就业青年",
            "对未完成事项挂牌督办",
            "约谈未参学人员",
        ],
    );
    check(asked, State::No, &["台账未建立", "措施未落实到户", "未完成事项3件", "尚未建立"]);
    check(
        asked,
        State::Yes,
        &[
            "修订镇村议事规则",
            "持续推进垃圾分类",
            "对剩余三户逐户落实帮扶",
            "要求各村6月底前完成隐患整改",
            "开展专项整治，正在推进",
            "印发方案",
            "下一步结合镇情抓好防汛备汛",
            "已落实",
            "建立台账，逐项销号",
        ],
    );
    check(asked, State::No, &["未落实", "尚未制定贯彻措施", "没有措施", "未提出具体措施", "无"]);
    check(
        asked,
        State::UnderWay,
        &["正在制定", "待研究", "正在研究制定贯彻落实措施", "拟制定实施方案", "落实中", "持续推进"],
    );
    check(asked, State::NotNeeded, &["不涉及", "无需"]);
    check(asked, State::Unknown, &["3", "详见附件", "略"]);
}

#[test]
fn results_of_research_applied() {
    let asked = Asked::Applied;
    check(asked, State::Yes, &["写入工作方案", "印发", "已转化", "被县委采纳", "应用于河道治理"]);
    check(asked, State::No, &["未转化", "否", "尚未应用", "未采用", "报告已完成，未转化"]);
    check(
        asked,
        State::UnderWay,
        &["正在转化", "拟转化", "待转化", "拟报县委参阅", "部分转化", "已转化2项，1项未转化"],
    );
    check(asked, State::NotNeeded, &["无需转化", "不适用"]);
    check(asked, State::Unknown, &["？", "5月", "其他"]);
}

#[test]
fn research_finished() {
    let asked = Asked::Finished;
    check(
        asked,
        State::Yes,
        &[
            "已完成",
            "完成",
            "已结题",
            "已结题（待转化）",
            "报告已完成，未转化",
            "已完成，待验收",
            "100%",
            "1",
            "办结",
            "已完成并报送",
        ],
    );
    check(asked, State::No, &["未完成", "未开展", "尚未启动", "未结题", "取消"]);
    check(
        asked,
        State::UnderWay,
        &[
            "进行中",
            "已开题",
            "部分完成",
            "完成80%",
            "完成初稿",
            "计划12月完成",
            "待验收",
            "0.8",
            "调研阶段",
            "推进中",
            "完成实地调研，报告起草中",
            "完成中期检查",
            "在研",
            "基本完成",
        ],
    );
    check(asked, State::Unknown, &["撰写报告", "2020-06-20", "好", "见备注"]);
}

#[test]
fn sessions_reviewed() {
    let asked = Asked::Reviewed;
    check(
        asked,
        State::Yes,
        &[
            "好",
            "92",
            "书记点评",
            "准备不充分",
            "没有联系分管工作，需加强",
            "发言紧扣主题，但不够深入",
            "未结合实际",
            "已点评",
            "较好",
        ],
    );
    check(
        asked,
        State::No,
        &["未点评", "没有点评", "无", "未进行点评", "未开展", "未组织点评，会后个别交流"],
    );
    check(asked, State::UnderWay, &["待点评", "下次会议点评", "拟点评"]);
    check(asked, State::NotNeeded, &["无需点评", "不涉及"]);
    check(asked, State::Unknown, &["？", "略"]);
}

#[test]
fn sessions_within_other_meetings() {
    let asked = Asked::Joint;
    check(
        asked,
        State::Yes,
        &["是", "套开", "与党委会套开", "党委扩大会议", "是（党委会）", "√", "非单独召开"],
    );
    check(
        asked,
        State::No,
        &["否", "未套开", "单独召开", "不套开", "否（单独召开）", "专题学习", "不是", "未与会议套开"],
    );
    check(asked, State::UnderWay, &["拟套开"]);
    check(asked, State::Unknown, &["上午", "2", "见备注"]);
}

#[test]
fn essays_published() {
    let asked = Asked::Published;
    check(
        asked,
        State::Yes,
        &[
            "《学习月刊》刊登",
            "省委党校学报",
            "2020-05-20",
            "5月20日",
            "求是",
            "《未名》",
            "已发表，未转化",
            "未发表，已转化为工作方案",
            "县级二等奖",
            "Nature",
        ],
    );
    check(asked, State::No, &["未发表", "否", "未采用", "尚未刊发", "没有发表"]);
    check(asked, State::UnderWay, &["已投稿待发", "拟报县委参阅", "待刊", "市报（待刊）", "计划在市报发表"]);
    check(asked, State::NotNeeded, &["无需发表", "不适用"]);
    check(asked, State::Unknown, &["3", "？", "略"]);
}

#[test]
fn sessions_made_up_for() {
    let asked = Asked::MadeUp;
    check(
        asked,
        State::Yes,
        &["已补", "已补学", "3月20日", "3月20日已补", "自学原文并交心得", "是", "已完成"],
    );
    check(asked, State::No, &["未补", "尚未补学", "没有补", "否", "未完成", "缺席"]);
    check(asked, State::UnderWay, &["计划7月补", "正在补学", "待补", "拟补学", "缺席（计划补学）"]);
    check(asked, State::NotNeeded, &["不需补", "无需补学"]);
    check(asked, State::Unknown, &["病假", "？", "2"]);
}

#[test]
fn problems_raised() {
    let asked = Asked::Problem;
    check(
        asked,
        State::Yes,
        &[
            "笔记不全",
            "缺少提纲",
            "成绩偏低",
            "未按时提交心得",
            "没有结合实际",
            "尚未建立台账",
            "无发言提纲",
            "学习记录缺失",
            "发现问题3个",
            "3",
            "存在问题未整改",
            "笔记不全，其他未发现问题",
            "记录不规范",
            "个别成员笔记不完整",
            "参学不积极",
            "记录还不够规范",
            "整改不到位",
            "材料有待规范",
        ],
    );
    check(
        asked,
        State::No,
        &[
            "未发现问题",
            "未发现明显问题",
            "无",
            "无问题",
            "不存在问题",
            "没有发现问题",
            "暂未发现问题",
            "检查未发现问题",
            "学习情况良好，未发现问题",
            "无明显问题",
            "未见异常",
            "良好",
            "0",
            "0个",
            "记录完整",
            "符合要求",
        ],
    );
    check(asked, State::NotNeeded, &["不涉及"]);
    check(asked, State::Unknown, &["？", "不详"]);
}

#[test]
fn records_kept() {
    let asked = Asked::Recorded;
    check(
        asked,
        State::Yes,
        &["有", "√", "已整理", "记录完整", "有会议记录", "已归档", "3月5日", "详细记录了发言"],
    );
    check(asked, State::No, &["无", "×", "未整理", "没有记录", "无会议记录", "缺", "未归档"]);
    check(asked, State::UnderWay, &["整理中", "待整理", "正在补", "部分整理"]);
    check(asked, State::Unknown, &["不详", "？", "待核实"]);
}
