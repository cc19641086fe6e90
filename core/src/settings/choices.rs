//! Settings that are one of a few words: format, seal, red, binding, what an OFD is for.

/// A setting that is one of a few words.
pub(super) trait Choice: Copy + 'static {
    /// What it decides, as people call it.
    const WHAT: &'static str;
    /// Every word there is to choose.
    const EVERY: &'static [Self];

    /// Returns the word in banxin.toml.
    fn word(self) -> &'static str;

    /// Returns what people call it in Chinese; the right word is told from it.
    fn called(self) -> &'static [&'static str];
}

/// The formats of GB/T 9704-2012 that a document can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// 打印稿: no parts above or below the text.
    #[default]
    Plain,
    /// 上行文: number on the left, signers on the right.
    Report,
    /// 下行文 or 平行文: number in the middle.
    Notice,
    /// 信函 (10.1).
    Letter,
    /// 纪要 of one session (10.3).
    Minutes,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 5] =
        [Format::Plain, Format::Report, Format::Notice, Format::Letter, Format::Minutes];

    /// Returns the name by which users choose it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Plain => "plain",
            Format::Report => "report",
            Format::Notice => "notice",
            Format::Letter => "letter",
            Format::Minutes => "minutes",
        }
    }
}

impl Choice for Format {
    const WHAT: &'static str = "公文格式";
    const EVERY: &'static [Format] = &Format::ALL;

    fn word(self) -> &'static str {
        self.name()
    }

    fn called(self) -> &'static [&'static str] {
        match self {
            Format::Plain => &["打印稿"],
            Format::Report => &["上行文", "报告"],
            Format::Notice => &["下行文", "平行文", "通知", "通报"],
            Format::Letter => &["信函", "函"],
            Format::Minutes => &["纪要"],
        }
    }
}

/// What can be attached to the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttachmentKind {
    /// What was found, with the measures that answer it.
    Findings,
    /// The sessions, one a row.
    Sessions,
    /// What the members took part in and wrote.
    Members,
    /// Each member's mark of each session.
    Attendance,
    /// What every indicator is judged by.
    Thresholds,
    /// The score sheet.
    Score,
}

impl Choice for AttachmentKind {
    const WHAT: &'static str = "附件";
    const EVERY: &'static [AttachmentKind] = &[
        AttachmentKind::Findings,
        AttachmentKind::Sessions,
        AttachmentKind::Members,
        AttachmentKind::Attendance,
        AttachmentKind::Thresholds,
        AttachmentKind::Score,
    ];

    fn word(self) -> &'static str {
        match self {
            AttachmentKind::Findings => "findings",
            AttachmentKind::Sessions => "sessions",
            AttachmentKind::Members => "members",
            AttachmentKind::Attendance => "attendance",
            AttachmentKind::Thresholds => "thresholds",
            AttachmentKind::Score => "score",
        }
    }

    fn called(self) -> &'static [&'static str] {
        match self {
            AttachmentKind::Findings => &["指标情况", "对照表"],
            AttachmentKind::Sessions => &["集中学习", "一览表"],
            AttachmentKind::Members => &["成员"],
            AttachmentKind::Attendance => &["考勤"],
            AttachmentKind::Thresholds => &["阈值"],
            AttachmentKind::Score => &["评分"],
        }
    }
}

/// What an OFD is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OfdProfile {
    /// Exchange and filing (GB/T 33190).
    #[default]
    Exchange,
    /// Archives (GB/T 42133): files travel inside as text.
    Archive,
}

impl OfdProfile {
    /// Returns the name by which users choose it.
    pub fn name(self) -> &'static str {
        match self {
            OfdProfile::Exchange => "ofd",
            OfdProfile::Archive => "ofd-a",
        }
    }
}

impl Choice for OfdProfile {
    const WHAT: &'static str = "OFD 用途";
    const EVERY: &'static [OfdProfile] = &[OfdProfile::Exchange, OfdProfile::Archive];

    fn word(self) -> &'static str {
        self.name()
    }

    fn called(self) -> &'static [&'static str] {
        match self {
            OfdProfile::Exchange => &["交换", "报送"],
            OfdProfile::Archive => &["归档", "存档", "档案"],
        }
    }
}

/// The red of 发文机关标志 and the red lines (5.2.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Red {
    /// Pure red, for screens and office printers.
    #[default]
    Rgb,
    /// 80 % magenta and yellow, for a printing house (6.2).
    Cmyk,
}

impl Red {
    /// Returns the name by which users choose it.
    pub fn name(self) -> &'static str {
        match self {
            Red::Rgb => "rgb",
            Red::Cmyk => "cmyk",
        }
    }
}

impl Choice for Red {
    const WHAT: &'static str = "红色";
    const EVERY: &'static [Red] = &[Red::Rgb, Red::Cmyk];

    fn word(self) -> &'static str {
        self.name()
    }

    fn called(self) -> &'static [&'static str] {
        match self {
            Red::Rgb => &["红", "屏幕"],
            Red::Cmyk => &["印刷"],
        }
    }
}

/// How organ and date are set (7.3.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Seal {
    /// 不加盖印章.
    #[default]
    None,
    /// 加盖印章.
    Seal,
    /// 加盖签发人签名章.
    Signature,
}

impl Seal {
    /// Returns the name by which users choose it.
    pub fn name(self) -> &'static str {
        match self {
            Seal::None => "none",
            Seal::Seal => "seal",
            Seal::Signature => "signature",
        }
    }
}

impl Choice for Seal {
    const WHAT: &'static str = "印章方式";
    const EVERY: &'static [Seal] = &[Seal::None, Seal::Seal, Seal::Signature];

    fn word(self) -> &'static str {
        self.name()
    }

    fn called(self) -> &'static [&'static str] {
        match self {
            Seal::None => &["不", "无"],
            Seal::Signature => &["签名"],
            Seal::Seal => &["印章", "公章", "盖章"],
        }
    }
}

/// Where the binding margin is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Binding {
    /// On the left of every page.
    #[default]
    Fixed,
    /// On the left of odd pages and on the right of even ones.
    Mirrored,
}

impl Choice for Binding {
    const WHAT: &'static str = "装订方式";
    const EVERY: &'static [Binding] = &[Binding::Fixed, Binding::Mirrored];

    fn word(self) -> &'static str {
        match self {
            Binding::Fixed => "fixed",
            Binding::Mirrored => "mirrored",
        }
    }

    fn called(self) -> &'static [&'static str] {
        match self {
            Binding::Fixed => &["左", "单面"],
            Binding::Mirrored => &["双面"],
        }
    }
}
