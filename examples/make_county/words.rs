//! The words that made-up units are put together from; every person's and every unit's name is nobody else's.

/// Family names.
const FAMILIES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺";
/// Given names' characters, first and second.
const GIVEN: [&str; 2] = [
    "志建国文明德海永春秀玉晓雅振兴家俊伟立正光金荣华庆祥云天泽宏学思子少仲孝友维克绍继承先启长世景嘉瑞安宁康泰显达新成才贤良义守",
    "强军平刚勇毅敏静丽娟芳兰梅婷雪霞燕玲红艳萍辉斌涛浩鹏飞龙波峰磊鑫亮昌盛林森松柏山川河江湖源泉清洁莲菊竹楠桦彬杰豪英雄武胜凯",
];
/// Place names' characters, first and second.
const PLACES: [&str; 2] = [
    "青白红黄金银玉石铁铜龙凤鹤雁鹿马牛羊松柏竹柳桃李梅兰荷菊桂枫东西南北上下前后大小长平高安永新古双三九千万云霞星月春秋甘清",
    "溪河江湖泉潭塘湾港桥渡口山岭峰坪冲坡岗崖沟谷洲滩沙田园林庄集店铺关城堡寨营坊亭阁台井坝堰圩墩墟圳埠浦岩洞源头塬峪浪峡屿畈",
];
/// The third character where two are not enough.
const THIRDS: &str = "东西南北中上下前后新老大小左右";

/// Returns the `i`-th word of two texts' characters; different for every `i` below `len * len`.
fn pair(texts: [&str; 2], i: usize) -> String {
    let [first, second] = texts.map(|text| text.chars().collect::<Vec<char>>());
    [first[i % first.len()], second[i / first.len() % second.len()]].iter().collect()
}

/// Returns the name of the `i`-th of all persons; no two are the same below 300,000.
pub(crate) fn person(i: usize) -> String {
    let families: Vec<char> = FAMILIES.chars().collect();
    // Neighbours in number are strangers in name: the step has no factor in common with the count.
    let n = families.len() * 64 * 64;
    let mixed = i * 100_003 % n;
    let given = GIVEN.map(|text| text.chars().take(64).collect::<Vec<char>>());
    let (a, b) = (mixed / families.len() % given[0].len(), mixed / families.len() / given[0].len());
    [families[mixed % families.len()], given[0][a], given[1][b % given[1].len()]].iter().collect()
}

/// Returns the name of the `i`-th unit.
pub(crate) fn unit(i: usize) -> String {
    let n = PLACES[0].chars().count() * PLACES[1].chars().count();
    let stem = pair(PLACES, i * 1_009 % n);
    let third = match i / n {
        0 => String::new(),
        more => THIRDS.chars().nth(more - 1).expect("fewer units than names").to_string(),
    };
    stem + &third + ["镇", "乡", "镇", "街道"][i % 4]
}

/// What a unit's local work is about.
pub(crate) const LOCAL: [&str; 24] = [
    "茶产业",
    "柑橘产业",
    "中药材产业",
    "生猪养殖",
    "水产养殖",
    "油茶产业",
    "食用菌产业",
    "乡村旅游",
    "劳务协作",
    "扶贫车间",
    "易地搬迁",
    "饮水安全",
    "农村公路",
    "危房改造",
    "垃圾分类",
    "污水治理",
    "河道治理",
    "森林防火",
    "地质灾害防治",
    "校园周边整治",
    "养老服务",
    "电商物流",
    "竹木加工",
    "商圈改造",
];
/// Topics that are not local, with what is read.
pub(crate) const TOPICS: [(&str, &str); 20] = [
    ("党的十九届四中全会精神", "四中全会《决定》和辅导读本有关章节"),
    ("中央纪委全会精神", "全会公报；正风肃纪有关通知"),
    ("疫情防控重要指示批示精神", "关于疫情防控的重要指示批示；省市县工作部署"),
    ("意识形态工作责任制", "《党委（党组）意识形态工作责任制实施办法》"),
    ("全国两会精神", "两会期间的重要讲话；《政府工作报告》"),
    ("民法典与依法行政", "《中华人民共和国民法典》总则编有关内容"),
    ("安全生产重要论述", "关于安全生产的重要论述；安全生产月活动方案"),
    ("总体国家安全观", "国家安全有关法律和案例材料"),
    ("生态文明思想", "关于生态文明建设的重要论述"),
    ("党章和党内法规", "党章；《中国共产党支部工作条例（试行）》"),
    ("党史和革命传统", "《中国共产党的九十年》选读"),
    ("网络安全和舆论引导", "网络安全法；网络舆情处置办法"),
    ("民族团结进步", "民族团结进步创建文件"),
    ("宗教工作条例", "《宗教事务条例》有关条款"),
    ("社会主义核心价值观", "新时代公民道德建设实施纲要"),
    ("保密工作要求", "保密法；泄密案例通报"),
    ("基层减负有关规定", "解决形式主义突出问题为基层减负的通知"),
    ("巡视巡察整改", "巡察反馈意见；整改方案"),
    ("统一战线工作条例", "《中国共产党统一战线工作条例》"),
    ("机构改革和公务员法", "公务员法；机构改革有关文件"),
];
/// Follow-ups of a session, with `{}` for the local work.
pub(crate) const FOLLOW_UPS: [&str; 8] = [
    "就{}建立台账，逐项明确责任人",
    "班子成员分片包村推进{}",
    "成立{}专班，每月调度一次",
    "排查{}中的问题并限期整改",
    "把{}列入年度重点工作",
    "组织各村赴先进地方学习{}",
    "修订{}奖补办法",
    "召开{}现场推进会",
];
/// Titles that name the work, with `{}` for it.
pub(crate) const TITLES: [&str; 12] = [
    "{}调查与思考",
    "{}中的难点和对策",
    "推进{}的几点体会",
    "怎样把{}做细做实",
    "{}一线见闻",
    "从群众意见看{}",
    "抓好{}的责任与方法",
    "{}进展和下一步打算",
    "对照要求找准{}差距",
    "{}案例剖析",
    "以学促干推动{}",
    "{}经费怎样用好",
];
/// Titles that name nothing.
pub(crate) const HOLLOW: [&str; 3] = ["学习{}心得体会", "关于学习{}的体会", "学习{}有感"];
/// Posts, roles and fields of the members after the first three; `{}` is the local work.
pub(crate) const POSTS: [(&str, &str); 11] = [
    ("人大主席", "人大工作、人居环境"),
    ("党委委员、纪委书记", "纪检监察、作风建设"),
    ("党委委员、组织委员", "组织人事、驻村帮扶"),
    ("党委委员、宣传委员", "宣传思想、意识形态"),
    ("党委委员、副镇长", "统一战线、文化旅游"),
    ("党委委员、人武部部长", "人民武装、应急管理"),
    ("副镇长", "农业农村、{}"),
    ("副镇长", "卫生健康、疫情防控"),
    ("副镇长", "安全生产、项目建设"),
    ("党委委员、政法委员", "平安建设、信访维稳"),
    ("副镇长", "教育民政、社会保障"),
];
