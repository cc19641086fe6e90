//! Who was there by the time at which they signed in, and days kept in halves.

use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet};

use crate::marks::{analyse, lines, measures, said, sheet};

/// Checks what a file of text gives: measures, and what is said beyond notes.
#[track_caller]
fn check(name: &str, text: &str, expected: &str, told: &[&str]) {
    let made = analyse(name, text.as_bytes().to_vec());
    assert_eq!(measures(&made, expected), expected, "{text}: {:#?}", made.diagnostics);
    assert_eq!(said(&made), told, "{text}: {:#?}", made.diagnostics);
}

#[test]
fn a_time_of_signing_in_is_a_sign_of_presence() {
    check(
        "签到表.csv",
        "学习签到表\n时间：2024年3月15日 9:00\n姓名,签到时间\n高山,2024-03-15 08:52\n陈立新,8：55\n许文,\n罗敏,已签到 08:58:12\n",
        "sessions 1 due 4 present 3 late 0 unknown 1",
        &["blank-mark B6"],
    );
    check(
        "考勤表.csv",
        "姓名,2024-01-12,2024-02-23,2024-03-15\n高山,08:52,8:50,上午8:58\n陈立新,8：55,病假,\"08:50\n11:32\"\n许文,迟到 9:40,缺席,8时50分\n",
        "sessions 3 due 9 present 7 late 1 leave 1 absent 1 unknown 0",
        &[],
    );
    // Midnight is what machines print for no time at all.
    check(
        "考勤表.csv",
        "姓名,2024-01-12,2024-02-23\n高山,00:00,08:51\n陈立新,8:49,8:50\n许文,8:48,8:57\n",
        "due 6 present 5 unknown 1",
        &["unknown-mark B2"],
    );
}

#[test]
fn times_are_read_as_spreadsheets_keep_them() {
    let made = sheet(|sheet: &mut Worksheet| {
        lines(sheet, &["姓名 2024-01-12 2024-02-23", "高山 . √", "陈立新 . √"]);
        let time = Format::new().set_num_format("h:mm");
        let at = ExcelDateTime::from_hms(8, 52, 0).expect("a time");
        sheet.write_datetime_with_format(1, 1, at, &time).expect("written");
        sheet.write_number_with_format(2, 1, 0.372, &time).expect("written");
    });
    let expected = "due 4 present 4 unknown 0";
    assert_eq!(measures(&made, expected), expected, "{:#?}", made.diagnostics);
    let made = sheet(|sheet: &mut Worksheet| {
        lines(sheet, &["姓名 签到时间", "高山 .", "陈立新 .", "许文 2024-02-23"]);
        let stamp = Format::new().set_num_format("yyyy-mm-dd hh:mm");
        for row in [1, 2] {
            let at =
                ExcelDateTime::from_ymd(2024, 1, 12).and_then(|day| day.and_hms(8, 50, 0)).expect("a day");
            sheet.write_datetime_with_format(row, 1, at, &stamp).expect("written");
        }
    });
    let expected = "sessions 2 present 3 unknown 3";
    assert_eq!(measures(&made, expected), expected, "{:#?}", made.diagnostics);
}

#[test]
fn leaving_alone_or_another_day_proves_nothing() {
    check(
        "签到表.csv",
        "签到表\n时间：2024年3月15日\n姓名,签到时间,签退时间\n高山,8:52,11:30\n陈立新,,11:31\n许文,,11:32\n",
        "due 3 present 1 unknown 2",
        &["left-only B5:B6"],
    );
    check(
        "签到表.csv",
        "签到表\n时间：2024年3月15日\n姓名,签到时间\n高山,2024-03-15 8:52\n陈立新,2024-03-16 9:20\n",
        "sessions 1 due 2 present 1 unknown 1",
        &["signed-other-day B5"],
    );
    check(
        "考勤表.csv",
        "姓名,2024-01-12,2024-02-23\n高山,8:52,签退 11:30\n陈立新,8:50,8:49\n",
        "due 4 present 3 unknown 1",
        &["left-only C2"],
    );
}

#[test]
fn lists_of_signings_hold_a_session_a_day() {
    let log = "姓名,打卡时间\n高山,2024/1/12 星期五 8:50:12\n高山,2024/1/12 星期五 11:31:40\n高山,2024/2/23 8:51\n陈立新,2024/1/12 8:49\n陈立新,2024/2/23 8:55\n";
    check("打卡.csv", log, "members 2 sessions 2 due 4 present 4", &[]);
    let made = analyse("打卡.csv", log.into());
    assert!(made.diagnostics.iter().any(|d| d.key == "punches-joined"), "{:#?}", made.diagnostics);
    check(
        "签到报表.csv",
        "签到报表\n统计日期：2024-01-01 至 2024-06-30\n姓名,部门,日期,时间,地点\n高山,办公室,2024-01-12,08:50:12,三楼\n高山,办公室,2024-02-23,08:51:12,三楼\n陈立新,办公室,2024-01-12,08:52:10,三楼\n",
        "sessions 2 due 4 present 3 unknown 1",
        &["blank-mark C5"],
    );
    // What a meeting's program prints: who came, when, and until when.
    check(
        "会议成员.csv",
        "会议主题,学习会\n会议时间,2024-03-15 09:00-11:30\n用户昵称,首次入会时间,最后退会时间\n高山,2024-03-15 08:51:12,2024-03-15 11:30:00\n陈立新(组织部),2024-03-15 08:58:40,2024-03-15 11:29:10\n",
        "sessions 1 due 2 present 2",
        &[],
    );
    check(
        "签到记录.csv",
        "姓名,签到状态,签到日期,签到时间\n高山,已签,2024-01-12,08:50\n陈立新,教师代签,2024-01-12,08:59\n许文,缺勤,2024-01-12,\n罗敏,事假,2024-01-12,\n",
        "sessions 1 due 4 present 2 absent 1 leave 1",
        &[],
    );
}

#[test]
fn who_signs_in_long_after_the_beginning_is_named_and_counted() {
    let text = "签到表\n时间：2024年3月15日 9:00-11:30\n姓名,签到时间\n高山,8:52\n陈立新,10:20\n许文,10:45\n";
    check("签到表.csv", text, "present 3 late 0", &[]);
    let made = analyse("签到表.csv", text.into());
    let note = made.diagnostics.iter().find(|d| d.key == "signed-late").expect("noted");
    assert!(note.message.contains("9:00") && note.message.contains("2 人"), "{note}");
}

#[test]
fn the_hours_of_work_are_no_study() {
    let text = "考勤号码,姓名,日期,对应时段,签到时间,签退时间\n1,高山,2024-01-12,白班,8:50,17:30\n2,陈立新,2024-01-12,白班,8:51,17:31\n";
    let made = analyse("考勤机.csv", text.into());
    assert!(made.output.is_err());
    assert!(made.diagnostics.iter().any(|d| d.key == "unknown-sheet"), "{:#?}", made.diagnostics);
}

#[test]
fn halves_of_a_day_in_rows_of_one_person() {
    let rows = |sheet: &mut Worksheet, merged: bool| {
        lines(
            sheet,
            &[
                "姓名 时段 2024-01-12 2024-02-23",
                "高山 上午 √ √",
                ". 下午 √ ×",
                "许文 上午 病假 √",
                ". 下午 病假 迟到",
                "罗敏 上午 × 公差",
                ". 下午 × .",
            ],
        );
        for (row, name) in [(1, "高山"), (3, "许文"), (5, "罗敏")] {
            if merged {
                sheet.merge_range(row, 0, row + 1, 0, name, &Format::new()).expect("merged");
            }
        }
    };
    for merged in [true, false] {
        let made = sheet(|sheet| rows(sheet, merged));
        let expected = "members 3 sessions 2 due 6 present 2 late 1 leave 1 absent 1 unknown 2";
        assert_eq!(measures(&made, expected), expected, "{:#?}", made.diagnostics);
        assert_eq!(said(&made), ["halves-differ D2", "halves-differ D6"], "{:#?}", made.diagnostics);
    }
}

#[test]
fn halves_of_a_day_in_columns() {
    let text = |day: &str| {
        format!(
            "考勤表\n姓名,2024-01-12,{day},2024-02-23,{day}\n,上午,下午,上午,下午\n高山,√,√,√,×\n陈立新,√,迟到,事假,病假\n"
        )
    };
    for day in ["", "2024-01-12"] {
        let text = text("").replacen("2024-01-12,,", &format!("2024-01-12,{day},"), 1);
        check(
            "考勤表.csv",
            &text,
            "sessions 2 due 4 present 2 late 1 leave 1 unknown 1",
            &["halves-differ D4"],
        );
    }
    check(
        "考勤表.csv",
        "姓名,1月12日上午,1月12日下午\n高山,√,√\n陈立新,√,√\n",
        "sessions 1 due 2 present 2",
        &[],
    );
    // Each half with a topic of its own is a session.
    check(
        "考勤表.csv",
        "姓名,1月12日上午,1月12日下午\n,党章总纲,乡村振兴促进法\n高山,√,×\n陈立新,√,√\n",
        "sessions 2 due 4 present 3 absent 1",
        &[],
    );
    // Coming and leaving in columns of one day are one session.
    check(
        "考勤表.csv",
        "姓名,1月12日,,2月23日,\n,签到,签退,签到,签退\n高山,8:50,11:30,8:52,11:31\n陈立新,8:51,11:30,,11:32\n",
        "sessions 2 due 4 present 3 unknown 1",
        &["left-only D4"],
    );
}
