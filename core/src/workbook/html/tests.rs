//! Pages of all kinds, as systems write them.

use std::sync::Arc;

use super::*;
use crate::origin::Place;
use crate::workbook::Room;

/// Reads a page; shows each sheet's name, merged areas and cells, then what is said.
#[track_caller]
fn check_bytes(page: &[u8], expected: &[&str]) {
    let place = Arc::new(Place { file_index: 0, sheet_index: 0, file: "f.xls".into(), sheet: None });
    let mut diagnostics = Vec::new();
    let mut gather = Gather::new(&place, Room::default(), &mut diagnostics);
    let result = read(&mut gather, page);
    let mut out = Vec::new();
    for sheet in gather.finish().expect("no sheet is skipped") {
        out.push(sheet.place.sheet.clone().unwrap_or_default());
        out.extend(sheet.merges.iter().map(|area| format!("{:?}-{:?}", area.first, area.last)));
        for row in &sheet.rows {
            for cell in &row.cells {
                out.push(format!("{}={}", sheet.origin(row.index, cell.col).a1(), cell.value.text()));
            }
        }
    }
    out.extend(diagnostics.iter().filter(|d| d.key != "web-page").map(|d| d.key.to_string()));
    out.extend(result.err().map(|error| error.to_string()));
    assert_eq!(out, expected);
}

#[track_caller]
fn check(page: &str, expected: &[&str]) {
    check_bytes(page.as_bytes(), expected);
}

#[test]
fn tags_left_open() {
    check("<tr><td>姓名<td>次数<tr><td>张三<td>2", &["表格1", "A1=姓名", "B1=次数", "A2=张三", "B2=2"]);
    check("<td>姓名</td><td>次数</td></table>", &["表格1", "A1=姓名", "B1=次数"]);
    check(
        "<table><thead><tr><th>a<th>b</thead><tbody><tr><td><b><i>c</b><td>d</tbody></table>",
        &["表格1", "A1=a", "B1=b", "A2=c", "B2=d"],
    );
}

#[test]
fn text_as_it_is_seen() {
    check(
        "<table><tr><td> 张\n\t&nbsp;三 <td>上半年<br>第一次<td><p>甲</p><p>乙</p><td>&nbsp;<td>&lt;&#20320;&gt;</table>",
        &["表格1", "A1=张  三", "B1=上半年\n第一次", "C1=甲\n乙", "E1=<你>"],
    );
    check(
        "<table><tr><td>a<script>var b = '<td>x</td>';</script><td>c<span style='display: none'>7</span>\
         <td><input type=checkbox checked><td><input value='丁'><input type=hidden value=9>\
         <td><select><option>出勤<option selected>请假</select><td><img src=g.gif alt='√'></table>",
        &["表格1", "A1=a", "B1=c", "C1=√", "D1=丁", "E1=请假", "F1=√"],
    );
}

#[test]
fn cells_that_reach_over_others() {
    check(
        "<table><tr><td rowspan=2>a<td colspan=2>b<td>c<tr><td>d<td>e<td>f<tr><td>g</table>",
        &["表格1", "(0, 0)-(1, 0)", "(0, 1)-(0, 2)", "A1=a", "B1=b", "D1=c", "B2=d", "C2=e", "D2=f", "A3=g"],
    );
    // No further than the table; and as far as it goes.
    check(
        "<table><tr><td rowspan=9>a<td>b<tr><td>c</table><p>以上",
        &["表格1", "(0, 0)-(1, 0)", "A1=a", "B1=b", "B2=c", "A3=以上"],
    );
    check(
        "<table><tr><td>x<td rowspan=0>a<tr><td>y<td>z</table>",
        &["表格1", "(0, 1)-(1, 1)", "A1=x", "B1=a", "A2=y", "C2=z"],
    );
}

#[test]
fn several_tables_and_what_stands_around_them() {
    check(
        "<h2>2020年考勤表</h2><table><tr><td>一季度</td></tr></table>\
         <table><tr><td>a<td>b</table><p>注：略<table><caption>二季度</caption><tr><td>c<td>d</table>完",
        &[
            "表格1",
            "A1=2020年考勤表",
            "A2=一季度",
            "A3=a",
            "B3=b",
            "二季度",
            "A1=注：略",
            "A2=c",
            "B2=d",
            "A3=完",
        ],
    );
    check("<table><tr><td>姓名<tr><td>张三</table>", &["表格1", "A1=姓名", "A2=张三"]);
}

#[test]
fn tables_in_tables() {
    // One that lays the page out, and one in a cell of data.
    check(
        "<table><tr><td>标题<td><table><tr><td>a<td>b<tr><td>c<td>d</table><tr><td>页脚</table>",
        &["表格1", "A1=标题", "A2=a", "B2=b", "A3=c", "B3=d", "A4=页脚"],
    );
    check(
        "<table><tr><td>a<td>b<tr><td>c<td>前<table><tr><td>1<td>2<tr><td>3</table>后</table>",
        &["表格1", "A1=a", "B1=b", "A2=c", "B2=前\n1 2\n3\n后"],
    );
    let deep = format!(
        "<table><tr><td>a<td>b<tr><td>c<td>d{}x{}<tr><td>e",
        "<table>".repeat(5000),
        "</table>".repeat(5000)
    );
    check(&deep, &["表格1", "A1=a", "B1=b", "A2=c", "B2=d\nx", "A3=e"]);
}

#[test]
fn numbers_beside_the_text() {
    check(
        "<table><tr><td x:num='0.9375'>93.8%<td sdval='43895' sdnum='2052;0;YYYY-MM-DD'>3-5\
         <td data-t=n data-v=43895 data-z='m/d/yy'>3/5/20<td x:num='1'>√<td x:num='43895'>2020年3月5日\
         <td sdval=1.5 sdnum=\"2052;0;[HH]:MM\">36:00<td>#DIV/0!<td style='mso-number-format:\"\\@\"'>00123</table>",
        &[
            "表格1",
            "A1=0.9375",
            "B1=2020-03-05",
            "C1=2020-03-05",
            "D1=√",
            "E1=2020-03-05",
            "F1=36 小时",
            "G1=#DIV/0!",
            "H1=00123",
        ],
    );
}

#[test]
fn hidden_rows_are_told() {
    check(
        "<table><tr><td>a<td>b<tr style='height:0;display:none'><td>c<td>d</table>",
        &["表格1", "A1=a", "B1=b", "A2=c", "B2=d", "hidden-rows"],
    );
}

#[test]
fn names_of_sheets() {
    check(
        "<html><!--[if gte mso 9]><xml><x:Name>一季度</x:Name></xml><![endif]--><table><tr><td>a<td>b</table>",
        &["一季度", "A1=a", "B1=b"],
    );
}

#[test]
fn encodings() {
    let page = "<meta charset=gb2312><table><tr><td>张三<td>√</table>";
    let expected = ["表格1", "A1=张三", "B1=√"];
    check_bytes(&encoding_rs::GB18030.encode(page).0, &expected);
    check_bytes(page.as_bytes(), &expected);
    let utf16: Vec<u8> = format!("\u{feff}{page}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    check_bytes(&utf16, &expected);
    let page = "<meta charset=\"big5\"><table><tr><td>張三<td>黨";
    check_bytes(&BIG5.encode(page).0, &["表格1", "A1=張三", "B1=黨"]);
}

#[test]
fn pages_without_a_table() {
    check(
        "<html><body>请重新登录",
        &["不是电子表格（这是网页（HTML），里面没有表格，可能是登录超时等提示页）"],
    );
    check("<html><frameset><frame src=a>", &["不是电子表格（这是网页的外壳，表格在同名的 .files 文件夹里）"]);
}
