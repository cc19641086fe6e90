//! The styles of a draft, by which its paragraphs are told apart when it comes back.

/// A paragraph's style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// A paragraph of the text, indented by two characters.
    Body,
    /// A heading with 一、.
    Heading,
    /// A heading with （一）.
    Subheading,
    /// A paragraph of the third level, opened by `1.`.
    Item,
    /// The title.
    Title,
    /// 主送机关.
    Addressee,
    /// A line of 版头.
    Letterhead,
    /// `附件1` above an attachment.
    AttachmentLabel,
    /// An attachment's title.
    AttachmentTitle,
    /// The words above a table or below a chart.
    Caption,
    /// A table's head.
    Head,
    /// A table's cell.
    Cell,
    /// The words below a table.
    Note,
    /// The line that a chart stands on.
    Picture,
    /// A line of 附件说明.
    AttachmentList,
    /// An organ, a post or the date of 落款.
    Signature,
    /// 附注.
    Remark,
    /// A roll of minutes.
    Roll,
    /// A line of 版记.
    Colophon,
    /// A paragraph without words, which Word wants behind a table.
    Nothing,
    /// The page's number.
    Footer,
    /// What stands above a page.
    Header,
}

impl Look {
    /// All of them, in the order of the style sheet.
    pub const ALL: [Look; 22] = [
        Look::Body,
        Look::Heading,
        Look::Subheading,
        Look::Item,
        Look::Title,
        Look::Addressee,
        Look::Letterhead,
        Look::AttachmentLabel,
        Look::AttachmentTitle,
        Look::Caption,
        Look::Head,
        Look::Cell,
        Look::Note,
        Look::Picture,
        Look::AttachmentList,
        Look::Signature,
        Look::Remark,
        Look::Roll,
        Look::Colophon,
        Look::Nothing,
        Look::Footer,
        Look::Header,
    ];

    /// Returns its name, which programs keep when they save the file; those of Word's own styles
    /// are what Word knows them by.
    pub fn name(self) -> &'static str {
        match self {
            Look::Body => "Normal",
            Look::Heading => "heading 1",
            Look::Subheading => "heading 2",
            Look::Item => "公文列项",
            Look::Title => "Title",
            Look::Addressee => "公文主送机关",
            Look::Letterhead => "公文版头",
            Look::AttachmentLabel => "公文附件序号",
            Look::AttachmentTitle => "公文附件标题",
            Look::Caption => "caption",
            Look::Head => "公文表头",
            Look::Cell => "公文表格",
            Look::Note => "公文表注",
            Look::Picture => "公文图",
            Look::AttachmentList => "公文附件说明",
            Look::Signature => "公文落款",
            Look::Remark => "公文附注",
            Look::Roll => "公文名单",
            Look::Colophon => "公文版记",
            Look::Nothing => "公文末段",
            Look::Footer => "footer",
            Look::Header => "header",
        }
    }

    /// Returns the style that goes by a name.
    pub fn named(name: &str) -> Option<Look> {
        Look::ALL.into_iter().find(|look| look.name().eq_ignore_ascii_case(name))
    }

    /// Returns the name by which paragraphs refer to it within the file.
    pub(super) fn id(self) -> &'static str {
        match self {
            Look::Body => "Normal",
            Look::Heading => "Heading1",
            Look::Subheading => "Heading2",
            Look::Item => "BxItem",
            Look::Title => "Title",
            Look::Addressee => "BxAddressee",
            Look::Letterhead => "BxLetterhead",
            Look::AttachmentLabel => "BxLabel",
            Look::AttachmentTitle => "BxAttachment",
            Look::Caption => "Caption",
            Look::Head => "BxHead",
            Look::Cell => "BxCell",
            Look::Note => "BxNote",
            Look::Picture => "BxPicture",
            Look::AttachmentList => "BxList",
            Look::Signature => "BxSignature",
            Look::Remark => "BxRemark",
            Look::Roll => "BxRoll",
            Look::Colophon => "BxColophon",
            Look::Nothing => "BxNothing",
            Look::Footer => "Footer",
            Look::Header => "Header",
        }
    }

    /// Returns whether Word has a style of this name by itself.
    pub(super) fn is_words_own(self) -> bool {
        self.name().is_ascii()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_their_styles() {
        for look in Look::ALL {
            assert_eq!(Look::named(look.name()), Some(look));
            assert_eq!(Look::ALL.iter().filter(|other| other.id() == look.id()).count(), 1);
        }
        assert_eq!(Look::named("Heading 1"), Some(Look::Heading));
        assert_eq!(Look::named("正文缩进"), None);
    }
}
