//! The pages that a browser without script gets: what was understood, what is wrong.
//!
//! Everything that comes from files or requests is escaped; the pages hold no script and no
//! style of their own.

use axum::response::Html;

use crate::analysis::Analysis;
use crate::checklist;
use crate::diagnostic::{Diagnostic, Severity};
use crate::dossier::SheetSeen;
use crate::revision::Editable;
use crate::serve::answer::Refusal;
use crate::serve::previous::Previous;
use crate::serve::understood::Guess;
use crate::settings::Effective;
use crate::worksheet::Worksheet;

/// What a check has shown.
pub(super) struct Checked {
    /// All there is to say.
    pub diagnostics: Vec<Diagnostic>,
    /// The figures, where there is a dossier.
    pub analysis: Option<Analysis>,
    /// What is left to do, where there is a dossier.
    pub worksheet: Option<Worksheet>,
    /// The sheets as they were seen.
    pub sheets: Vec<SheetSeen>,
    /// What was taken for the period before, where there is a dossier of a unit with a name.
    pub previous: Option<Previous>,
    /// What the form would say.
    pub guess: Guess,
    /// The settings as people stated them.
    pub stated: Effective,
    /// The paragraphs of the body, where there is a document.
    pub paragraphs: Option<Vec<Editable>>,
}

/// The page of a refusal.
pub(super) fn refused(refusal: &Refusal) -> Html<String> {
    let mut body = String::new();
    if refusal.diagnostics.is_empty() {
        body += &format!("<p class=\"refused\" role=\"alert\">{}。</p>\n", escaped(&refusal.message));
        body += &hints(&refusal.hints);
    } else {
        body += "<p class=\"refused\" role=\"alert\">没有生成报告，请按下面列出的各处改正后再提交。</p>\n";
        body += &list(&refusal.diagnostics);
    }
    page("没有完成", &body)
}

/// The page of a check.
pub(super) fn checked(checked: &Checked) -> Html<String> {
    let mut body = String::new();
    if let Some(analysis) = &checked.analysis {
        let understood = checklist::understood(&analysis.dossier);
        body += &format!("<h2>认出的登记表</h2>\n<pre class=\"understood\">{}</pre>\n", escaped(&understood));
    }
    body += "<h2>需要看的地方</h2>\n";
    body += &list(&checked.diagnostics);
    if let Some(worksheet) = &checked.worksheet {
        let to_do = checklist::to_do(worksheet);
        body += &format!("<h2>下一步要做</h2>\n<pre class=\"to-do\">{}</pre>\n", escaped(&to_do));
    }
    page("核查结果", &body)
}

/// Returns diagnostics as lists, one for each sheet.
fn list(diagnostics: &[Diagnostic]) -> String {
    let place = |diagnostic: &Diagnostic| diagnostic.spot.as_ref().map(|spot| spot.place.clone());
    let mut out = format!("<p class=\"counts\">{}</p>\n", checklist::counts(diagnostics));
    for group in diagnostics.chunk_by(|a, b| place(a) == place(b)) {
        let heading = place(&group[0]).map_or("全部文件".to_string(), |place| place.to_string());
        out += &format!("<h3>{}</h3>\n<ul class=\"diagnostics\">\n", escaped(&heading));
        for diagnostic in group {
            let class = match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            };
            let cell = diagnostic.spot.as_ref().and_then(|spot| spot.cell()).unwrap_or_default();
            out += &format!(
                "<li class=\"{class}\"><strong>{}</strong> <span class=\"cell\">{cell}</span> {}\n",
                diagnostic.severity,
                escaped(&diagnostic.message)
            );
            out += &hints(&diagnostic.hints);
            out += "</li>\n";
        }
        out += "</ul>\n";
    }
    out
}

fn hints(hints: &[String]) -> String {
    hints.iter().map(|hint| format!("<p class=\"hint\">提示：{}</p>\n", escaped(hint))).collect()
}

fn page(title: &str, body: &str) -> Html<String> {
    Html(format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"same-origin\">\n\
         <title>{title} - 版心</title>\n<link rel=\"stylesheet\" href=\"/assets/page.css\">\n</head>\n\
         <body class=\"result\">\n<main>\n<h1>{title}</h1>\n{body}<p><a href=\"/\">返回</a></p>\n\
         </main>\n</body>\n</html>\n"
    ))
}

/// Returns text that means itself in HTML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_holds_is_text() {
        let diagnostic = Diagnostic::error("bad-date", "`<script>alert(1)</script>` 不是日期").hint("\"&'");
        let Html(page) = refused(&Refusal::because(diagnostic));
        assert!(page.contains("`&lt;script&gt;alert(1)&lt;/script&gt;` 不是日期"), "{page}");
        assert!(page.contains("提示：&quot;&amp;&#39;"), "{page}");
        assert!(!page.contains("<script"), "{page}");
    }
}
