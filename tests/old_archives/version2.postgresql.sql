-- An archive of version 2 as that version of the program wrote it, to be brought up to date in tests.
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$BEGIN RAISE EXCEPTION 'the log of corrections is only added to'; END$$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.bodies (
    document_key integer NOT NULL,
    "position" integer NOT NULL,
    name text NOT NULL,
    name_id integer NOT NULL,
    kind character varying NOT NULL,
    level character varying,
    page integer NOT NULL,
    start integer NOT NULL,
    "end" integer NOT NULL
);
CREATE TABLE public.citations (
    document_key integer NOT NULL,
    "position" integer NOT NULL,
    doc_type text NOT NULL,
    number character varying,
    symbol character varying,
    title text,
    name_id integer NOT NULL,
    page integer NOT NULL,
    start integer NOT NULL,
    "end" integer NOT NULL
);
CREATE TABLE public.corrections (
    number integer NOT NULL,
    id character varying NOT NULL,
    document_id character varying NOT NULL,
    action character varying NOT NULL,
    made_by text NOT NULL,
    made_at character varying NOT NULL,
    entry text NOT NULL
);
CREATE SEQUENCE public.corrections_number_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.corrections_number_seq OWNED BY public.corrections.number;
CREATE TABLE public.deadline_bodies (
    document_key integer NOT NULL,
    "position" integer NOT NULL,
    deadline integer NOT NULL,
    is_recipient integer NOT NULL,
    name text NOT NULL,
    name_id integer NOT NULL
);
CREATE TABLE public.deadlines (
    document_key integer NOT NULL,
    "position" integer NOT NULL,
    task text NOT NULL,
    edtf character varying,
    earliest date,
    latest date,
    bound character varying,
    span integer NOT NULL,
    recurrence_id integer,
    due text NOT NULL,
    section character varying,
    confidence double precision NOT NULL,
    page integer NOT NULL,
    start integer NOT NULL,
    "end" integer NOT NULL
);
CREATE TABLE public.documents (
    key integer NOT NULL,
    document_id character varying NOT NULL,
    pipeline_version character varying NOT NULL,
    path text NOT NULL,
    issuer text,
    parent text,
    doc_type text,
    number character varying,
    symbol character varying,
    place text,
    issued character varying,
    issued_earliest date,
    issued_latest date,
    issued_day integer NOT NULL,
    year integer,
    level character varying,
    title text,
    title_key character varying NOT NULL,
    page_count integer NOT NULL,
    quality double precision NOT NULL,
    confidence double precision NOT NULL,
    needs_review integer NOT NULL,
    secrecy character varying,
    roles integer NOT NULL,
    kinds integer NOT NULL,
    expected_errors double precision NOT NULL,
    review_seconds double precision NOT NULL,
    errors_a_minute double precision NOT NULL,
    conflicts integer NOT NULL,
    page_starts text NOT NULL,
    record bytea NOT NULL,
    corrected bytea,
    text text NOT NULL
);
CREATE SEQUENCE public.documents_key_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.documents_key_seq OWNED BY public.documents.key;
CREATE TABLE public.duties (
    document_key integer NOT NULL,
    "position" integer NOT NULL,
    body integer NOT NULL,
    name_id integer NOT NULL,
    role character varying NOT NULL,
    text text NOT NULL,
    section character varying,
    page integer NOT NULL,
    start integer NOT NULL,
    "end" integer NOT NULL
);
CREATE TABLE public.failures (
    path text NOT NULL,
    code character varying NOT NULL,
    message text NOT NULL,
    remedy text NOT NULL
);
CREATE TABLE public.fulltext (
    rowid integer NOT NULL,
    text tsvector NOT NULL,
    folded tsvector NOT NULL
);
CREATE TABLE public.labels (
    document_key integer NOT NULL,
    "position" integer NOT NULL,
    kind character varying NOT NULL,
    name_id integer NOT NULL
);
CREATE TABLE public.meta (
    name character varying NOT NULL,
    value character varying NOT NULL
);
CREATE TABLE public.name_index (
    rowid integer NOT NULL,
    key tsvector NOT NULL
);
CREATE TABLE public.names (
    id integer NOT NULL,
    key text NOT NULL
);
CREATE SEQUENCE public.names_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.names_id_seq OWNED BY public.names.id;
CREATE TABLE public.quantities (
    document_key integer NOT NULL,
    "position" integer NOT NULL,
    text text NOT NULL,
    value double precision NOT NULL,
    name_id integer NOT NULL,
    section character varying,
    page integer NOT NULL,
    start integer NOT NULL,
    "end" integer NOT NULL
);
CREATE TABLE public.recurrences (
    id integer NOT NULL,
    key text NOT NULL,
    rule text NOT NULL,
    first_day date,
    last_day date,
    sure_days integer NOT NULL,
    is_even integer NOT NULL
);
CREATE SEQUENCE public.recurrences_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.recurrences_id_seq OWNED BY public.recurrences.id;
CREATE TABLE public.reviews (
    document_id character varying NOT NULL,
    reviewer text NOT NULL,
    at character varying NOT NULL
);
CREATE TABLE public.saved_searches (
    name character varying NOT NULL,
    query text NOT NULL
);
CREATE TABLE public.sections (
    document_key integer NOT NULL,
    "position" integer NOT NULL,
    path character varying,
    heading text NOT NULL,
    name_id integer NOT NULL,
    kinds character varying NOT NULL,
    page integer NOT NULL,
    start integer NOT NULL,
    "end" integer NOT NULL
);
CREATE TABLE public.words (
    word character varying NOT NULL,
    length integer NOT NULL
);
ALTER TABLE ONLY public.corrections ALTER COLUMN number SET DEFAULT nextval('public.corrections_number_seq'::regclass);
ALTER TABLE ONLY public.documents ALTER COLUMN key SET DEFAULT nextval('public.documents_key_seq'::regclass);
ALTER TABLE ONLY public.names ALTER COLUMN id SET DEFAULT nextval('public.names_id_seq'::regclass);
ALTER TABLE ONLY public.recurrences ALTER COLUMN id SET DEFAULT nextval('public.recurrences_id_seq'::regclass);
INSERT INTO public.bodies VALUES (4, 0, 'Phòng Nội vụ', 7, 'department', 'district', 2, 453, 465);
INSERT INTO public.bodies VALUES (4, 1, 'Các xã, thị trấn', 8, 'department', 'district', 3, 551, 567);
INSERT INTO public.bodies VALUES (4, 2, 'Ủy ban nhân dân huyện Sơn Từ', 1, 'department', 'district', 1, 197, 218);
INSERT INTO public.citations VALUES (4, 0, 'Chỉ thị', '34', 'CT/TW', NULL, 9, 1, 161, 195);
INSERT INTO public.corrections VALUES (1, '21873884d70e4c6ca07f24cdae5321d6', 'sha256:6ca1bf5020eb0572799d6e9fe05c412931ef333f27d29d9a05877931544b7453', 'change', 'Lan', '2026-01-02T03:04:05+00:00', '{"id":"21873884d70e4c6ca07f24cdae5321d6","document_id":"sha256:6ca1bf5020eb0572799d6e9fe05c412931ef333f27d29d9a05877931544b7453","action":"change","pointer":"/header/place","by":"Lan","at":"2026-01-02T03:04:05Z","why":"mờ","anchors":[],"machine":{"value":"Sơn Từ","confidence":0.95,"evidence":{"start":44,"end":51,"text":"Sơn Từ,","raw":"Sơn Từ,","page":1,"boxes":[{"page":1,"x0":70.0,"y0":100.0,"x1":400.0,"y1":114.0}],"ocr_confidence":null}},"value":{"value":"Sơn Từ Thượng","confidence":1.0,"evidence":{"start":44,"end":51,"text":"Sơn Từ,","raw":"Sơn Từ,","page":1,"boxes":[{"page":1,"x0":70.0,"y0":100.0,"x1":400.0,"y1":114.0}],"ocr_confidence":null}},"item":null,"target":null}');
INSERT INTO public.corrections VALUES (2, '237122742e924de5a3ef647188ee0483', 'sha256:6ca1bf5020eb0572799d6e9fe05c412931ef333f27d29d9a05877931544b7453', 'confirm', 'Lan', '2026-01-02T03:04:05+00:00', '{"id":"237122742e924de5a3ef647188ee0483","document_id":"sha256:6ca1bf5020eb0572799d6e9fe05c412931ef333f27d29d9a05877931544b7453","action":"confirm","pointer":"/header/number","by":"Lan","at":"2026-01-02T03:04:05Z","why":"","anchors":[],"machine":{"value":"46","confidence":0.95,"evidence":{"start":33,"end":35,"text":"46","raw":"46","page":1,"boxes":[{"page":1,"x0":70.0,"y0":100.0,"x1":400.0,"y1":114.0}],"ocr_confidence":null}},"value":{"value":"46","confidence":0.95,"evidence":{"start":33,"end":35,"text":"46","raw":"46","page":1,"boxes":[{"page":1,"x0":70.0,"y0":100.0,"x1":400.0,"y1":114.0}],"ocr_confidence":null}},"item":null,"target":null}');
INSERT INTO public.deadline_bodies VALUES (4, 0, 0, 0, 'Phòng Nội vụ', 7);
INSERT INTO public.deadline_bodies VALUES (4, 1, 0, 1, 'Ủy ban nhân dân huyện Sơn Từ', 1);
INSERT INTO public.deadline_bodies VALUES (4, 2, 1, 0, 'Các xã, thị trấn', 8);
INSERT INTO public.deadline_bodies VALUES (4, 3, 1, 1, 'Phòng Nội vụ', 7);
INSERT INTO public.deadlines VALUES (4, 0, 'Phòng Nội vụ chủ trì, tổng hợp kết quả thi đua gửi Ủy ban nhân dân huyện trước ngày 15/6/2020', '2020-06-15', '2020-06-15', '2020-06-15', 'before', 0, NULL, '{"edtf":"2020-06-15","earliest":"2020-06-15","latest":"2020-06-15","bound":"before","rrule":null,"duration":null,"business_days":null,"anchor":null,"resolved_from":null}', 'III.1', 0.9, 2, 453, 546);
INSERT INTO public.deadlines VALUES (4, 1, 'Các xã, thị trấn báo cáo tiến độ về Phòng Nội vụ vào ngày 25 hằng tháng', '2020', '2020-01-01', '2020-12-31', NULL, 2, 1, '{"edtf":"2020","earliest":"2020-01-01","latest":"2020-12-31","bound":null,"rrule":"FREQ=MONTHLY;BYMONTHDAY=25","duration":null,"business_days":null,"anchor":null,"resolved_from":null}', 'III.2', 0.55, 3, 551, 622);
INSERT INTO public.documents VALUES (2, 'sha256:66d62ae1a22ccd1bae6c22d5bc0c026aee7cd25caad59f8d750fb2e9ee176fe7', '1', '0.pdf', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, '', 1, 0.9, 1, 0, NULL, 0, 0, 0, 12, 0, 0, '[[0, 1]]', '\x785e55524b8e9c3010bd0af2bad571a3404f73851c61d44245b9004b80896d3ac3b47a9155d6514e901c637a91454ec24d526e3ea3d920bf7a7eafea95b90a8735b5905fc83a6d3a9189c35e8a9d500687963a9f6bc53557439ca4599aaa34063a401c23aa430194621caba44089324e81e8882a4e104025a7f2491d135916319d880ec7b4a423fb3a335824915d450fbe666bb9ef55c9444b4a43eec79e49017ddf6804cf137d9ae962f4943bfdcaec414ab96379454e64cf57d10d6d4196eb3bf14dab609a9c923d5fa94957b517d9d3e73840d56b917543d3ec8435fe612e32ae7b7af1b9b1bad221be41cbedf89ba3e94aada80be3ceb2de520f76513e9f17a9f360b98bbc9d671d75ecf4ae6132cc79becdd7b9c597e9ed6f549be9ed37d6919bee3f23195da6fbf7e8a2a7fb0f8cbc9deebfba2ac27f7f461162800af9ae423b3784d3e6cc0fb4227eb0657b335eb7322337b68569366503efa11ea66a455efbe623651fd3b305a1251c576eb015af66819c0da1ed4157ddd69130ec69112bf08fd70a478ed3f082165818a5d7335aedc96a9891a5926c58ffc27277dd6b8ebc0ec4ddc00f761b174d286d03630dddfc8f30f83a40a3fd18b6e8d0048ddc9f9684f3f3dcfe0364390c9c', NULL, 'Kế hoạch số 0 về việc trồng cây');
INSERT INTO public.documents VALUES (3, 'sha256:b8eec387b0bfc82cab168ee3d16749521538f5310074bd002f0df3bb755aabbc', '1', '1.pdf', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, '', 1, 0.9, 1, 0, NULL, 0, 0, 0, 12, 0, 0, '[[0, 1]]', '\x785e55524bb29b3010bc0aa5b5cb01dbf8c3157284572e4a1a0d30558088249cc773799155d6a99c2039c6f3228b9c849b6464c0afb2a1d4d3ea9ee91157e1a0c246e617b48e4c2b3291ac63b112da40df60eb73d25c7395dca4fb4c1d11617b3ca8581570dc8054c99e4b5b9dec0fbb53ba49d2edb148b7491c1f764ac7f1a68875b155ea90a6522a05eceb4c6f014576159df4d5a35da70b261ad424733f744c0ad9753581f43cd1a7895683c7dcd11bb36c1faf585ea213d9cb55b47da3d0727d25be920ea6e9295df3950aa9acbcc88ebb4d80ba2391b57d5daf8435fe612e32ae7b7cf5b9b15452886fc0723bfee660da8234b661dc49d659eca49d952fe759eabcb4dc25be9d271db6ecf4a16132cc79be4dd7b9c5e7f1fd4f5499f1fd1754911bef3fa224ba8cf76fd185c6fb7788bc1def3fdb3282bfbf071162481df25d0539d787d3d3991f6841fc60f3f626bc6c65426e6894a99fca5a7e847a98ea0579f2f5ff947d4ccf1608166158b8de96bc9a197236904d27a96c9f1d11c29e66b196fef15ae1c8716a5ed00c95d1b49cc192474b7242160bb461fd33cbdda9238ebc0cc4dda4efed735c30a1f41c182ad94eff08832fbdacc90f618b0e4cd0c4ebd39c707a9edb3f40020b76', NULL, 'Kế hoạch số 1 về việc trồng cây');
INSERT INTO public.documents VALUES (4, 'sha256:6ca1bf5020eb0572799d6e9fe05c412931ef333f27d29d9a05877931544b7453', '1', 'scans/plan.pdf', 'Ủy ban nhân dân huyện Sơn Từ', NULL, 'Kế hoạch', '46', 'KH-UBND', 'Sơn Từ Thượng', '2020-02-12', '2020-02-12', '2020-02-12', 737467, 2020, 'district', 'Phát động đợt thi đua nước rút chào mừng ngày hội lớn của huyện', 'phat dong dot thi dua nuoc rut chao mung ngay hoi lon cua huyen', 3, 0.9, 0.8571, 1, NULL, 5, 8206, 4.8, 126, 2.2857, 0, '[[0, 1], [334, 2], [548, 3]]', '\x785eed5aed6bdcc819ff570641a185f55ad2aef62da470715a1c72f1b53d8762626366a5d9d534dad1461a39d91a7f680ffa72a5d08396524a21bef472edf502b97eeb2eed7dd890ff43ff499f47a33767e58d4dad33570efcb21acd3c2fbfe77566f6580b6d974de8e1110b42ee0b6da0194d5d6b688e6f471326e42177602c74a96975061d9b1ac391a59b3a1bea56d7ecf6fb4e87f5474cb7ecb661f65b061bb55aad91d975ccbed3a7bad5eb7661d46ab787ddb6d502baa11f0536d306c7da944a1749db54849b538f8ae6d419c18c0973383d94b329ccd2e874ea719b4a106d53bd1ece243b0cf94fe1ada1eb7a03e88c59a80d1e1c6b229a0c5900e30ded317790bad5b79a30c5657cec4a6dd06b9bf8e84cb9361091e735b4c09709716d00e3923d91877ec0c71c71f0ed00d8c1df43db1723ee308172ab65d3804d6990ae7c70902e0d250d808b7ed2286431af579656ab5d96a675bdd258eddec9815ac904d02a56c16bb4e1c1895a004ce2c5f33d72eb9d1db2b3bdfcf90eb90d7ff6c5f6fdbd78f18b1df2feeba73b64375e7cb62fde8f171f0d48bbb379777be3fead9ddb30f2fa54e0cb7f3488182f9fce886112e92e4fc598e82611af3e9810135c785fdc8de7ff21dbefc5f3a75bdbfbe207304592571fc58b3fc14cfcff4cc23a0e1f234ac4eb97f1e2cf36099673496c77f9d42713600133150f179671e2c11c41ec78f129256e348b17bf14fb6217de7d611397e323d982a75f03dd78f11b1282eca4d5ded8dadddcfd714a48ef6ef6364ddde83508403023432a8870971f0be2e09f946a320c5208973c8ce75f12d78fe7a7b60b335fbf24218d06fbe24e93dc8b177fdd22af7eb7fcedd67683ec2d3fbc4fb6e2f9f3fba0bafbfa9413279ebf9811c9810a0834ff5414facac007ddece5a94d24be1927ba4dcba2481ff8670235812170dcda8e17bf22bb7780d5be00f67fe4e4c9f219fc7e3c036e8b2f80cef285042af1fc1389e690b07cfea500a608f05fe0bdebd31bc07ef999207dfd5b09b064cc29cc587e0e82dacb7fc124e9d2098e266c812f98fbf709f3bf6d915df8f7728b6cdf4157d91746938069ff098b76121b1dc58b4fc0826023e4f27903f45bfc01f982c1a7099a923c8ae2f9b3028c71bc78c1d79a4306a97fa41e676d7636d1c9403e135041180187466a771980fa60c3e5a98f10fb60821404541604fc5985c847e8738abc6981b4730453f93570d9417b22ac2f04d87e83ecba199ec00cdd6f3b9514f49e916f0f37edefdc00d7bcd744b556030da17c8ea87e88a1f1eef2df4030f1b69db1fbeaef54c3cc411d4c29c71a0fc3487d3aa25e84597b1d527974028d72fad09b7daba1b1a3ecf958cbd2298c0a284266ef92b9011804f4f165a6632949cac7d07f92d6947ce889ae0dba3a26c9999e941efcf8c4d0066df571061f0da3ddd4b30cf7666e3c3949f21cd4d42ceb418d4deb5c01dddd52345f14a16e2f85a8d7c9212ae7b61c8837066b57372b3b857aedce45956ab552a55a56ae54b25aa9927cac5d81703619fade19fba82a73612d3aa916ed56619a9c446a95fcb9767da0cd52e265ea5c3a1adbed5421cbc8152a0a6eaed399a1dad54a329053d2eb58638e1c811c9883377473c330410e46038fb310453e33ee5159313af423d433ed8682c84b1942dc465983a39e875108bd4c181e3a7416668354d8ae1fe4eb59e87b47cc391c05fe2415fc82885b668a78b79b23beaeafc96df09649b55b4572899815ce5653877551d7ed7553200d4bcf91ac4f266584fae8d76e3f55d793b61c3221b30366cf327f8e82314c4e1fd193e9644af95820dc824ece987d9dd22bb6c37cb96aba7e6e3aa30882b7d055f8bf6552ed204ad85da78f00a2e78f699e36a62ce07e9e6168e470b534d90501de986294481e1d32a842da1d4df55d5c8ce1e9bcee1e263de4c2c1a5da340aa67ec8100ef628e201c33d7da881c01e3b429aa0678ab1d9ce6a156c1a4bc8bc115b30e072cf813e46495a92eeac78a5ad4059227ff81354ed88554b91f05615d3ec6652989792e2ac18e7ee0cca42f1c9d44ba05179bd4ab0449c44b08e99c3f356c1809283d52531e3d7ab38053e12cd6a6bee91d9a20ba5dcaf69ed42ab810379085c425cd2f0a14ae6d7b48fd4d0b0abbed3d930ac2adf49c7dff09d7434f51d6dc8467e90a4867afc87855348607c88b41fac62875116b0a91fc843e9e38c75b8147daaaa454a420cf6a6a1ad3863a52fb6ad6c476161a62beafff599346f11ae4f843c8fbd1949e6954452238f9dbacf402a23a42a360cf859890dc3dc68e168555ed5beffa3effdf0e6bdf77676b7dfddbb716b2ff974fb9dbd9b2646535df1528dd74ad0ac60b41a20582fce0688754eb6c63d5d5ae2cc3c42aa05b952c3a938f80a1829d76ead7a7beb4abcfd0009431ba728ab3eb8c242aaf180570e9e954bec3bd02155c7a1393c9401b77128125ca27da6817fc4733e8d62ca405b4d9068ecc924ca0ed74ff0464514bde44a366c778a03962a59cf4952b5e70e2cc291ccc04cbb110fcab276beb85f65e65cad421521f54dd1a912a15ec73949f60369f4552795ab0c41f57c91982bf2abd529fae173255c97156bcf6595d147c310f6f8c96e60adf0579ab3578b59459c7d53bafe37739f899975515dae33d71042467e12641a67ee83ce133837d1fa39f56e28cbc1949c09d801972ce0346194c2080a8e19e21546c91149064baae305ae4d61eda388026879dc02a4c96d3cf69eda776fc284f40c22b9ed5786d1aa69a198e5d0ab8ebb5627bfa6e9f52f29abb2cbc5e6d65d31b0ab1eb100c714f5e26e4e2bddd86bc59d96d66aa3add20b222db9c2d7ca5711f936c4e86de8f0d34504cb9b91d2786933521aadda8ca4a173559b8eecee3675357562af1e2aac6d74b22c6be0814f96650b7cd67fa321b7f96556d41b99e76499ff3b3d93ac13309b4f7972008ce4d36cbff69b0228587a84acced23f288a5a7546e8e4579e9d4e5189d732515f47c851bbd8dcbaeb21c436f43a544641a21d8d240413973314b0fa5b1328941ff2346396bf41816943815df54d8a2a10fb595aedea45a758b5584156f5a66680b05e27dd60764364bb54a86fe21d2475c84bc002956c3c6554c77249bac94a938380387e3494a3c83bcc0e5c352c3b472c85fa310d049ee3639c8661223ef8072390e7883f82d06264e20be97a33a28e45080f894b0387481f46a8d33c07603dbb6628f78be7365fe543e98ad735437d7072f25fefc1270e', '\x785eed5aed6bdcc819ff570641a185f55ad2aef62da470715a1c72f1b53d8762626366a5d9d534dad1461a39d91a7f680ffa72a5d08396524a21bef472edf502b97eeb2eed7dd890ff43ff499f47a3377be58d43ad33570efcb21acd3cf37b7ecfdbbcecb116da2e9bd0c3231684dc17da40339abad6d01cdf8e264cc843ee405be852d3ea0c3a363586234b377536d4adaed9edf79d0eeb8f986ed96dc3ecb70c366ab55a23b3eb987da74f75abd7ed42abd56e0fbb6dab0572433f0a6ca60d8eb529952e8ab6a90837a71e15cda933821e13e6707a286753e8a5d1e9d4e33695006d53bd1ece243b0cf94fe1ada1eb7a03e48c59a80d1e1c6b229a0c5900ed0ded317750bad5b79ad0c5657cec4a6dd06b9bf8e84cb9361091e735b4c09789706d00ed923d91877ec0c71c79f0ed00a683bf87b62f46dc610271ab61d3804d69908e7c70900e0d250d6016fda4516031af174babd52ea3695d2f1aabdd3b395023990059c528788d363c385103609278f17c8fdc7a6787ec6c2f7fbe436ec39f7db17d7f2f5efc6287bcfffae90ed98d179fed8bf7e3c54703d2ee6cdedddeb87f6be736b4bc3e15f8f21f0d22c6cba733629844bacb533126ba49c4ab0f26c40417de1777e3f97fc8f67bf1fce9d6f6bef8017491e4d547f1e24fd013ff3f93308ec3c78812f1fa65bcf8b34d82e55c12db5d3ef5c904a6809e6a0e178671e2411f41ec78f129256e348b17bf14fb6217de7d611397e323d982a75f83dc78f11b120276d26a6f6ced6eeefe3815a477377b9ba66ef41a04289891211544b8cb8f0571f04f2a35690614c2250fe3f997c4f5e3f9a9ed42cfd72f4948a3c1beb8d324f7e2c55fb7c8abdf2d7fbbb5dd207bcb0fef93ad78fefc3ea8eebe3ee5c489e72f664472900280e69f8a425f19f8a09bbd3cb589c437e344b769198af461fe0c5013268419b7b6e3c5afc8ee1d986a5fc0f47fe4e4c9f219fc7e3c83d9165f809ce50b0952e2f92712cd2161f8fc4b019322c17f81f7ae4f6fc0f4cbcf04e9ebdf4a8825634ea1c7f273006a2fff059da44b27d89a4c0bf382b97f9f4cfeb72db20bff5e6e91ed3be82afbc2681230ed3f61d04e62a3a378f10958106c84b37cde00fd167fc079c1e0d3844d491e45f1fc5941c6385ebce06bcd2183d43f528fb3363b9be86480cf04569046e0a191da5d06a03ed87079ea23c53e982025019505803fab807c843ea7c49b16a09d2399caaf61961db427d2fa4280ed37c8ae9bf10993a1fb6da74841ef19f9f670d3fece0d70cd7b4d546b35d090cae7c8ea87181aef2eff0d02136fdb19bbaffe4e35cc1cd4c19472acf1308cd4a723ea4598b5d731954727c828a70fbdd9b71a1a3bca9e8fb52c9d42ab802264f6de3237c004017dfc36ddb19424e563e83f496b4adef444d7065d1d93e44c4f4a0f7e7c626883b6fa38838f86d16eea59863b9f1b4f4e923c073535cb7a5063d33a575077b714cd9765a8db4b29ea75728acab92d27e25c63edea6665a750afdd39a79481c22a746ab5529d5a56ae53325869927cac1d7f389b0c7def8c795491b9ac655a9d548b76abb04c2e22354afe5cbb3eb0ca52f03275f2604cf3c53331bea47ddaed5433cbc8352b0a6faedc99a6daf54b32915352f058638e1c010eccc51bbab961988083d1c0e32c44c867da3d2a2b5a877e847aa6aba220f2d209217ea36ca1a39e8751086b9a303c74e82ccc1aa9b05d3fc8c7b3d0f78e9873380afc490afc92be649929e3dd6ecef8baf54d6e833774aadd2a924be4acf0ba9a565a970dca5e3725d2b0f49cc9fa302923d427bf76fba9fa9e2ccf2125323b60f62cf3e7281843e7f4113d994ea6948f05d22de8e48cd9d729bd623b4c9caba6ebe7a6338a2078835cc5ff1b3ad54ea2845d76fa08247afe98e66963ca02eee71986460e574393dd10f08d294641f2e8904139d2ee686afdc5215d0fb48b56f9d0e921170e0ed5a65130f5438674b047110f18eeed430d007bec0865829e29c7663b2b5ab0792c31732eb6a0c1e59e03eb1985b484ee2cbcd296a08cc81ffe04553b62d52892b955e934bb190af3ad509c8571e10ea10c8a4fa65e428dcaeb55c0123809b08e99d3f3466020c9c1ea9298f1eb559c021f8566b535f7c86cd0a552eed7b476a1d5c0813c242e112e69f85025f36bda4f6a68d855dfe96c185695efa4ede77c276d4d7d471bb2911f24a9a11eff61e11412181fa2ec07abdc6194056cea07f250fad8631d2fc5ee51d522851083bd69682bce58e98b6d2bdb5a5898e98afa7f7d26cd9708d70721cf63e723c9bc92486ae4b153f75948658454c586013f2bb161981b2d6cadcaabdaf77ff4bd1fdebcf7deceeef6bb7b376eed259f6ebfb377d3c468aa2b5eaaf95a099a158e560304ebc5d900b12ec8d6b8a74b4b9c99474835902b359c8a83af6022e5daad556f6f5d89b71fa06058c629c96a1d5c6121b5f080570e9e994b5c77a043aa1587e6f05006dcc6a6487089f69906fe11cfe769145d06da6a8244634f265176c87e82372ba2584bae64c376a73869a9c27a4192aa3d7760118e644666ba1af1a02c6b17c3fd2a33e76a15aa08a96f8a4e15847a1de724d90fa4d1579d54ae3204d5f36562aec8af56a7580f5f88705d56ac3d9755461f0d43d8e327bb81b5e0af3467af16b38a38fba674fd6fe63e1333eba2ba5c67ae21848cfc24c834cedc0b5d043837d1fa3ef56e28cbc1949c09d801972ce0349928a511141c33e42b8c9223928c9654c74b5c9fc2d8471105d2f2b8054a935b795c7b6adfbd091dd23388e4d65f1946ab968530cba1571d77ad4e7e5fd3ebbf25566597cbf5adbb62e0aa7ac4026c53d28b3b3aad7473af15775b5aab8db64a6f8ab4e42a5f2b5f45e4db10a3b7a1c34f17192c6f464aeda5cd48a9b56a339286ce556d3ab23bdcd4d5d489bd7aa8b0b6d1c9b2ac81073e59962df859ffcd86dce66f33a2dec8bc20cbfcdfe999649d80d97cca930360149f66fbb5df184060e911b23a4bffa0286ad519a193df7d763a45255e3b89fa5a42cedae5fad65d0f21b661ad43651424dad148423071394380d5df9e40507ec8d38c59fe2605a60d4576d5372aaa48ec6769b5ab172bc5aac18ab2aa37351384f53a590d663744b64b85fa46de415287bc842c50c9c65346752c97a49bac34394888e34743398abcc3ecc055c3b273c452aa1fd340e0393ec6691826f0c13f18813c47fc11841623135f48d79b11752c4278485c1a3844fad0429de60504ebd9354379bd78e1e2ab7c285df1ba66aa0f4e4efe0b826b2bfa', 'ỦY BAN NHÂN DÂN
HUYỆN SƠN TỪ
Số: 46/KH-UBND
Sơn Từ, ngày 12 tháng 02 năm 2020
KẾ HOẠCH
Phát động đợt thi đua nước rút chào mừng ngày hội lớn của huyện
Thực hiện Chỉ thị số 34-CT/TW ngày 07/8/2018, Ủy ban nhân dân huyện ban hành kế hoạch như sau:
I. MỤC ĐÍCH, YÊU CẦU
Khơi dậy tinh thần thi đua trong các tầng lớp nhân dân toàn huyện.
II. CHỈ TIÊU
Mỗi xã xây dựng ít nhất 02 tuyến đường hoa; trên 90% hộ gia đình cùng tham gia.
III. TỔ CHỨC THỰC HIỆN
1. Phòng Nội vụ chủ trì, tổng hợp kết quả thi đua gửi Ủy ban nhân dân huyện trước ngày 15/6/2020.
2. Các xã, thị trấn báo cáo tiến độ về Phòng Nội vụ vào ngày 25 hằng tháng.
Nơi nhận:
- Thường trực Huyện ủy (b/c);
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lý Thành Nghĩa');
INSERT INTO public.duties VALUES (4, 0, 0, 7, 'lead', 'Phòng Nội vụ chủ trì, tổng hợp kết quả thi đua gửi Ủy ban nhân dân huyện trước ngày 15/6/2020', 'III.1', 2, 453, 546);
INSERT INTO public.duties VALUES (4, 1, 1, 8, 'assigned', 'Các xã, thị trấn báo cáo tiến độ về Phòng Nội vụ vào ngày 25 hằng tháng', 'III.2', 3, 551, 622);
INSERT INTO public.failures VALUES ('b.pdf', 'EmptySourceError', 'Empty.', 'Scan it again.');
INSERT INTO public.fulltext VALUES (2, '''0'':4 ''cây'':8 ''hoạch'':2 ''kế'':1 ''số'':3 ''trồng'':7 ''việc'':6 ''về'':5', '''0'':4 ''cay'':8 ''hoach'':2 ''ke'':1 ''so'':3 ''trong'':7 ''ve'':5 ''viec'':6');
INSERT INTO public.fulltext VALUES (3, '''1'':4 ''cây'':8 ''hoạch'':2 ''kế'':1 ''số'':3 ''trồng'':7 ''việc'':6 ''về'':5', '''1'':4 ''cay'':8 ''hoach'':2 ''ke'':1 ''so'':3 ''trong'':7 ''ve'':5 ''viec'':6');
INSERT INTO public.fulltext VALUES (4, '''02'':17,87 ''07'':45 ''1'':104 ''12'':15 ''15'':124 ''2'':127 ''2018'':47 ''2020'':19,126 ''25'':142 ''34'':41 ''46'':9 ''6'':125 ''8'':46 ''90'':92 ''b'':151 ''ban'':2,49,53,118,155 ''báo'':132 ''c'':152 ''chào'':29 ''chỉ'':38,79 ''chủ'':108,158 ''chức'':101 ''ct'':42 ''các'':71,128 ''cáo'':133 ''cùng'':96 ''cầu'':63 ''của'':34 ''dân'':4,51,75,120,157 ''dậy'':65 ''dựng'':84 ''gia'':94,98 ''gửi'':116 ''hiện'':37,103 ''hoa'':90 ''hoạch'':21,56 ''huyện'':5,35,52,77,121,149 ''hành'':54 ''hằng'':143 ''hộ'':93 ''hội'':32 ''hợp'':111 ''i'':59 ''ii'':78 ''iii'':99 ''kh'':10 ''khơi'':64 ''kế'':20,55 ''kết'':112 ''lý'':160 ''lớn'':33 ''lớp'':73 ''mỗi'':81 ''mục'':60 ''mừng'':30 ''nghĩa'':162 ''ngày'':14,31,44,123,141 ''nhân'':3,50,74,119,156 ''như'':57 ''nhất'':86 ''nhận'':146 ''năm'':18 ''nơi'':145 ''nước'':27 ''nội'':106,138 ''phát'':22 ''phòng'':105,137 ''quả'':113 ''rút'':28 ''sau'':58 ''sơn'':6,12 ''số'':8,40 ''tham'':97 ''thi'':25,68,114 ''thành'':161 ''tháng'':16,144 ''thường'':147 ''thần'':67 ''thị'':39,130 ''thực'':36,102 ''tinh'':66 ''tiêu'':80 ''tiến'':134 ''tm'':153 ''toàn'':76 ''trong'':70 ''trên'':91 ''trì'':109 ''trước'':122 ''trấn'':131 ''trực'':148 ''tuyến'':88 ''tw'':43 ''tầng'':72 ''tịch'':159 ''tổ'':100 ''tổng'':110 ''từ'':7,13 ''ubnd'':11 ''vào'':140 ''về'':136 ''vụ'':107,139 ''xây'':83 ''xã'':82,129 ''yêu'':62 ''ít'':85 ''đua'':26,69,115 ''đình'':95 ''đích'':61 ''đường'':89 ''độ'':135 ''động'':23 ''đợt'':24 ''ủy'':1,48,117,150,154', '''02'':17,87 ''07'':45 ''1'':104 ''12'':15 ''15'':124 ''2'':127 ''2018'':47 ''2020'':19,126 ''25'':142 ''34'':41 ''46'':9 ''6'':125 ''8'':46 ''90'':92 ''b'':151 ''ban'':2,49,53,118,155 ''bao'':132 ''c'':152 ''cac'':71,128 ''cao'':133 ''cau'':63 ''chao'':29 ''chi'':38,79 ''chu'':108,158 ''chuc'':101 ''ct'':42 ''cua'':34 ''cung'':96 ''dan'':4,51,75,120,157 ''day'':65 ''dich'':61 ''dinh'':95 ''do'':135 ''dong'':23 ''dot'':24 ''dua'':26,69,115 ''dung'':84 ''duong'':89 ''gia'':94,98 ''gui'':116 ''hang'':143 ''hanh'':54 ''hien'':37,103 ''ho'':93 ''hoa'':90 ''hoach'':21,56 ''hoi'':32 ''hop'':111 ''huyen'':5,35,52,77,121,149 ''i'':59 ''ii'':78 ''iii'':99 ''it'':85 ''ke'':20,55 ''ket'':112 ''kh'':10 ''khoi'':64 ''lon'':33 ''lop'':73 ''ly'':160 ''moi'':81 ''muc'':60 ''mung'':30 ''nam'':18 ''ngay'':14,31,44,123,141 ''nghia'':162 ''nhan'':3,50,74,119,146,156 ''nhat'':86 ''nhu'':57 ''noi'':106,138,145 ''nuoc'':27 ''phat'':22 ''phong'':105,137 ''qua'':113 ''rut'':28 ''sau'':58 ''so'':8,40 ''son'':6,12 ''tang'':72 ''tham'':97 ''than'':67 ''thang'':16,144 ''thanh'':161 ''thi'':25,39,68,114,130 ''thuc'':36,102 ''thuong'':147 ''tich'':159 ''tien'':134 ''tieu'':80 ''tinh'':66 ''tm'':153 ''to'':100 ''toan'':76 ''tong'':110 ''tran'':131 ''tren'':91 ''tri'':109 ''trong'':70 ''truc'':148 ''truoc'':122 ''tu'':7,13 ''tuyen'':88 ''tw'':43 ''ubnd'':11 ''uy'':1,48,117,150,154 ''vao'':140 ''ve'':136 ''vu'':107,139 ''xa'':82,129 ''xay'':83 ''yeu'':62');
INSERT INTO public.labels VALUES (4, 0, 'issuer', 1);
INSERT INTO public.labels VALUES (4, 1, 'place', 11);
INSERT INTO public.labels VALUES (4, 2, 'campaign', 3);
INSERT INTO public.meta VALUES ('archive_version', '2');
INSERT INTO public.name_index VALUES (1, '''ban'':2,11 ''dan'':4,13 ''huyen'':5 ''nhan'':3,12 ''son'':6,14 ''trung'':7,15 ''uong'':8,16 ''uy'':1,10 ''|'':9');
INSERT INTO public.name_index VALUES (2, '''son'':1 ''trung'':2 ''uong'':3');
INSERT INTO public.name_index VALUES (3, '''dot'':1 ''dua'':3 ''nuoc'':4 ''rut'':5 ''thi'':2');
INSERT INTO public.name_index VALUES (4, '''cau'':4 ''dich'':2 ''muc'':1 ''yeu'':3');
INSERT INTO public.name_index VALUES (5, '''chi'':1 ''tieu'':2');
INSERT INTO public.name_index VALUES (6, '''chuc'':2 ''hien'':4 ''thuc'':3 ''to'':1');
INSERT INTO public.name_index VALUES (7, '''huyen'':8 ''noi'':2,6,14 ''phong'':1,5,13 ''son'':9,16 ''trung'':10,17 ''uong'':11,18 ''vu'':3,7,15 ''|'':4,12');
INSERT INTO public.name_index VALUES (8, '''cac'':1,6 ''thi'':3 ''tran'':4 ''xa'':2 ''|'':5');
INSERT INTO public.name_index VALUES (9, '''34'':3 ''chi'':1 ''ct'':4 ''thi'':2 ''trung'':5 ''uong'':6');
INSERT INTO public.name_index VALUES (10, '''duong'':2 ''hoa'':3 ''tuyen'':1');
INSERT INTO public.name_index VALUES (11, '''son'':1 ''thuong'':4 ''trung'':2 ''uong'':3');
INSERT INTO public.names VALUES (1, ' uy ban nhan dan huyen son trung uong | uy ban nhan dan son trung uong ');
INSERT INTO public.names VALUES (2, ' son trung uong ');
INSERT INTO public.names VALUES (3, ' dot thi dua nuoc rut ');
INSERT INTO public.names VALUES (4, ' muc dich yeu cau ');
INSERT INTO public.names VALUES (5, ' chi tieu ');
INSERT INTO public.names VALUES (6, ' to chuc thuc hien ');
INSERT INTO public.names VALUES (7, ' phong noi vu | phong noi vu huyen son trung uong | phong noi vu son trung uong ');
INSERT INTO public.names VALUES (8, ' cac xa thi tran | cac ');
INSERT INTO public.names VALUES (9, ' chi thi 34 ct trung uong ');
INSERT INTO public.names VALUES (10, ' tuyen duong hoa ');
INSERT INTO public.names VALUES (11, ' son trung uong thuong ');
INSERT INTO public.quantities VALUES (4, 0, 'ít nhất 02 tuyến đường hoa', 2, 10, 'II', 2, 363, 389);
INSERT INTO public.recurrences VALUES (1, 'FREQ=MONTHLY;BYMONTHDAY=25|2020-01-01|2020-12-31', 'FREQ=MONTHLY;BYMONTHDAY=25', '2020-01-01', '2020-12-31', 31, 1);
INSERT INTO public.reviews VALUES ('sha256:b8eec387b0bfc82cab168ee3d16749521538f5310074bd002f0df3bb755aabbc', 'Minh', '2026-01-02T03:04:05+00:00');
INSERT INTO public.saved_searches VALUES ('quý hai', '{"due_in":"2020-Q2"}');
INSERT INTO public.sections VALUES (4, 0, 'I', 'MỤC ĐÍCH, YÊU CẦU', 4, ' purpose requirements ', 1, 246, 334);
INSERT INTO public.sections VALUES (4, 1, 'II', 'CHỈ TIÊU', 5, ' objectives ', 2, 334, 427);
INSERT INTO public.sections VALUES (4, 2, 'III', 'TỔ CHỨC THỰC HIỆN', 6, ' implementation ', 2, 427, 624);
INSERT INTO public.words VALUES ('ban', 3);
INSERT INTO public.words VALUES ('báo', 3);
INSERT INTO public.words VALUES ('chào', 4);
INSERT INTO public.words VALUES ('chỉ', 3);
INSERT INTO public.words VALUES ('chủ', 3);
INSERT INTO public.words VALUES ('chức', 4);
INSERT INTO public.words VALUES ('ct', 2);
INSERT INTO public.words VALUES ('các', 3);
INSERT INTO public.words VALUES ('cáo', 3);
INSERT INTO public.words VALUES ('cùng', 4);
INSERT INTO public.words VALUES ('cầu', 3);
INSERT INTO public.words VALUES ('của', 3);
INSERT INTO public.words VALUES ('dân', 3);
INSERT INTO public.words VALUES ('dậy', 3);
INSERT INTO public.words VALUES ('dựng', 4);
INSERT INTO public.words VALUES ('gia', 3);
INSERT INTO public.words VALUES ('gửi', 3);
INSERT INTO public.words VALUES ('hiện', 4);
INSERT INTO public.words VALUES ('hoa', 3);
INSERT INTO public.words VALUES ('hoạch', 5);
INSERT INTO public.words VALUES ('huyện', 5);
INSERT INTO public.words VALUES ('hành', 4);
INSERT INTO public.words VALUES ('hằng', 4);
INSERT INTO public.words VALUES ('hộ', 2);
INSERT INTO public.words VALUES ('hội', 3);
INSERT INTO public.words VALUES ('hợp', 3);
INSERT INTO public.words VALUES ('ii', 2);
INSERT INTO public.words VALUES ('iii', 3);
INSERT INTO public.words VALUES ('kh', 2);
INSERT INTO public.words VALUES ('khơi', 4);
INSERT INTO public.words VALUES ('kế', 2);
INSERT INTO public.words VALUES ('kết', 3);
INSERT INTO public.words VALUES ('lý', 2);
INSERT INTO public.words VALUES ('lớn', 3);
INSERT INTO public.words VALUES ('lớp', 3);
INSERT INTO public.words VALUES ('mỗi', 3);
INSERT INTO public.words VALUES ('mục', 3);
INSERT INTO public.words VALUES ('mừng', 4);
INSERT INTO public.words VALUES ('nghĩa', 5);
INSERT INTO public.words VALUES ('ngày', 4);
INSERT INTO public.words VALUES ('nhân', 4);
INSERT INTO public.words VALUES ('như', 3);
INSERT INTO public.words VALUES ('nhất', 4);
INSERT INTO public.words VALUES ('nhận', 4);
INSERT INTO public.words VALUES ('năm', 3);
INSERT INTO public.words VALUES ('nơi', 3);
INSERT INTO public.words VALUES ('nước', 4);
INSERT INTO public.words VALUES ('nội', 3);
INSERT INTO public.words VALUES ('phát', 4);
INSERT INTO public.words VALUES ('phòng', 5);
INSERT INTO public.words VALUES ('quả', 3);
INSERT INTO public.words VALUES ('rút', 3);
INSERT INTO public.words VALUES ('sau', 3);
INSERT INTO public.words VALUES ('sơn', 3);
INSERT INTO public.words VALUES ('số', 2);
INSERT INTO public.words VALUES ('tham', 4);
INSERT INTO public.words VALUES ('thi', 3);
INSERT INTO public.words VALUES ('thành', 5);
INSERT INTO public.words VALUES ('tháng', 5);
INSERT INTO public.words VALUES ('thường', 6);
INSERT INTO public.words VALUES ('thần', 4);
INSERT INTO public.words VALUES ('thị', 3);
INSERT INTO public.words VALUES ('thực', 4);
INSERT INTO public.words VALUES ('tinh', 4);
INSERT INTO public.words VALUES ('tiêu', 4);
INSERT INTO public.words VALUES ('tiến', 4);
INSERT INTO public.words VALUES ('tm', 2);
INSERT INTO public.words VALUES ('toàn', 4);
INSERT INTO public.words VALUES ('trong', 5);
INSERT INTO public.words VALUES ('trên', 4);
INSERT INTO public.words VALUES ('trì', 3);
INSERT INTO public.words VALUES ('trước', 5);
INSERT INTO public.words VALUES ('trấn', 4);
INSERT INTO public.words VALUES ('trực', 4);
INSERT INTO public.words VALUES ('tuyến', 5);
INSERT INTO public.words VALUES ('tw', 2);
INSERT INTO public.words VALUES ('tầng', 4);
INSERT INTO public.words VALUES ('tịch', 4);
INSERT INTO public.words VALUES ('tổ', 2);
INSERT INTO public.words VALUES ('tổng', 4);
INSERT INTO public.words VALUES ('từ', 2);
INSERT INTO public.words VALUES ('ubnd', 4);
INSERT INTO public.words VALUES ('vào', 3);
INSERT INTO public.words VALUES ('về', 2);
INSERT INTO public.words VALUES ('vụ', 2);
INSERT INTO public.words VALUES ('xây', 3);
INSERT INTO public.words VALUES ('xã', 2);
INSERT INTO public.words VALUES ('yêu', 3);
INSERT INTO public.words VALUES ('ít', 2);
INSERT INTO public.words VALUES ('đua', 3);
INSERT INTO public.words VALUES ('đình', 4);
INSERT INTO public.words VALUES ('đích', 4);
INSERT INTO public.words VALUES ('đường', 5);
INSERT INTO public.words VALUES ('độ', 2);
INSERT INTO public.words VALUES ('động', 4);
INSERT INTO public.words VALUES ('đợt', 3);
INSERT INTO public.words VALUES ('ủy', 2);
INSERT INTO public.words VALUES ('cây', 3);
INSERT INTO public.words VALUES ('trồng', 5);
INSERT INTO public.words VALUES ('việc', 4);
SELECT pg_catalog.setval('public.corrections_number_seq', 2, true);
SELECT pg_catalog.setval('public.documents_key_seq', 1, false);
SELECT pg_catalog.setval('public.names_id_seq', 1, false);
SELECT pg_catalog.setval('public.recurrences_id_seq', 1, false);
ALTER TABLE ONLY public.bodies
    ADD CONSTRAINT bodies_pkey PRIMARY KEY (document_key, "position");
ALTER TABLE ONLY public.citations
    ADD CONSTRAINT citations_pkey PRIMARY KEY (document_key, "position");
ALTER TABLE ONLY public.corrections
    ADD CONSTRAINT corrections_id_key UNIQUE (id);
ALTER TABLE ONLY public.corrections
    ADD CONSTRAINT corrections_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.deadline_bodies
    ADD CONSTRAINT deadline_bodies_pkey PRIMARY KEY (document_key, "position");
ALTER TABLE ONLY public.deadlines
    ADD CONSTRAINT deadlines_pkey PRIMARY KEY (document_key, "position");
ALTER TABLE ONLY public.documents
    ADD CONSTRAINT documents_document_id_key UNIQUE (document_id);
ALTER TABLE ONLY public.documents
    ADD CONSTRAINT documents_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.duties
    ADD CONSTRAINT duties_pkey PRIMARY KEY (document_key, "position");
ALTER TABLE ONLY public.failures
    ADD CONSTRAINT failures_pkey PRIMARY KEY (path);
ALTER TABLE ONLY public.fulltext
    ADD CONSTRAINT fulltext_pkey PRIMARY KEY (rowid);
ALTER TABLE ONLY public.labels
    ADD CONSTRAINT labels_pkey PRIMARY KEY (document_key, "position");
ALTER TABLE ONLY public.meta
    ADD CONSTRAINT meta_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.name_index
    ADD CONSTRAINT name_index_pkey PRIMARY KEY (rowid);
ALTER TABLE ONLY public.names
    ADD CONSTRAINT names_key_key UNIQUE (key);
ALTER TABLE ONLY public.names
    ADD CONSTRAINT names_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.quantities
    ADD CONSTRAINT quantities_pkey PRIMARY KEY (document_key, "position");
ALTER TABLE ONLY public.recurrences
    ADD CONSTRAINT recurrences_key_key UNIQUE (key);
ALTER TABLE ONLY public.recurrences
    ADD CONSTRAINT recurrences_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reviews
    ADD CONSTRAINT reviews_pkey PRIMARY KEY (document_id);
ALTER TABLE ONLY public.saved_searches
    ADD CONSTRAINT saved_searches_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.sections
    ADD CONSTRAINT sections_pkey PRIMARY KEY (document_key, "position");
ALTER TABLE ONLY public.words
    ADD CONSTRAINT words_pkey PRIMARY KEY (word);
CREATE INDEX bodies_by_name ON public.bodies USING btree (name_id, document_key);
CREATE INDEX citations_by_name ON public.citations USING btree (name_id, document_key);
CREATE INDEX deadline_bodies_by_name ON public.deadline_bodies USING btree (name_id, document_key);
CREATE INDEX deadlines_by_date ON public.deadlines USING btree (span, latest, earliest, document_key);
CREATE INDEX deadlines_by_recurrence ON public.deadlines USING btree (recurrence_id, document_key);
CREATE INDEX documents_by_day ON public.documents USING btree (issued_day, key);
CREATE INDEX documents_by_facts ON public.documents USING btree (level, needs_review, confidence, secrecy, key);
CREATE INDEX documents_by_issued ON public.documents USING btree (issued_latest, issued_earliest);
CREATE INDEX documents_by_quality ON public.documents USING btree (quality, key);
CREATE INDEX documents_by_review ON public.documents USING btree (errors_a_minute, key);
CREATE INDEX documents_by_title ON public.documents USING btree (title_key, key);
CREATE INDEX duties_by_name ON public.duties USING btree (name_id, role, document_key);
CREATE INDEX fulltext_folded ON public.fulltext USING gin (folded);
CREATE INDEX fulltext_text ON public.fulltext USING gin (text);
CREATE INDEX ix_corrections_document_id ON public.corrections USING btree (document_id);
CREATE INDEX ix_corrections_made_at ON public.corrections USING btree (made_at);
CREATE INDEX ix_words_length ON public.words USING btree (length);
CREATE INDEX labels_by_name ON public.labels USING btree (name_id, kind, document_key);
CREATE INDEX name_index_key ON public.name_index USING gin (key);
CREATE INDEX quantities_by_name ON public.quantities USING btree (name_id, value, document_key);
CREATE INDEX sections_by_name ON public.sections USING btree (name_id, document_key);
CREATE TRIGGER corrections_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.corrections FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
ALTER TABLE ONLY public.bodies
    ADD CONSTRAINT bodies_document_key_fkey FOREIGN KEY (document_key) REFERENCES public.documents(key) ON DELETE CASCADE;
ALTER TABLE ONLY public.bodies
    ADD CONSTRAINT bodies_name_id_fkey FOREIGN KEY (name_id) REFERENCES public.names(id);
ALTER TABLE ONLY public.citations
    ADD CONSTRAINT citations_document_key_fkey FOREIGN KEY (document_key) REFERENCES public.documents(key) ON DELETE CASCADE;
ALTER TABLE ONLY public.citations
    ADD CONSTRAINT citations_name_id_fkey FOREIGN KEY (name_id) REFERENCES public.names(id);
ALTER TABLE ONLY public.deadline_bodies
    ADD CONSTRAINT deadline_bodies_document_key_fkey FOREIGN KEY (document_key) REFERENCES public.documents(key) ON DELETE CASCADE;
ALTER TABLE ONLY public.deadline_bodies
    ADD CONSTRAINT deadline_bodies_name_id_fkey FOREIGN KEY (name_id) REFERENCES public.names(id);
ALTER TABLE ONLY public.deadlines
    ADD CONSTRAINT deadlines_document_key_fkey FOREIGN KEY (document_key) REFERENCES public.documents(key) ON DELETE CASCADE;
ALTER TABLE ONLY public.deadlines
    ADD CONSTRAINT deadlines_recurrence_id_fkey FOREIGN KEY (recurrence_id) REFERENCES public.recurrences(id);
ALTER TABLE ONLY public.duties
    ADD CONSTRAINT duties_document_key_fkey FOREIGN KEY (document_key) REFERENCES public.documents(key) ON DELETE CASCADE;
ALTER TABLE ONLY public.duties
    ADD CONSTRAINT duties_name_id_fkey FOREIGN KEY (name_id) REFERENCES public.names(id);
ALTER TABLE ONLY public.fulltext
    ADD CONSTRAINT fulltext_rowid_fkey FOREIGN KEY (rowid) REFERENCES public.documents(key) ON DELETE CASCADE;
ALTER TABLE ONLY public.labels
    ADD CONSTRAINT labels_document_key_fkey FOREIGN KEY (document_key) REFERENCES public.documents(key) ON DELETE CASCADE;
ALTER TABLE ONLY public.labels
    ADD CONSTRAINT labels_name_id_fkey FOREIGN KEY (name_id) REFERENCES public.names(id);
ALTER TABLE ONLY public.name_index
    ADD CONSTRAINT name_index_rowid_fkey FOREIGN KEY (rowid) REFERENCES public.names(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.quantities
    ADD CONSTRAINT quantities_document_key_fkey FOREIGN KEY (document_key) REFERENCES public.documents(key) ON DELETE CASCADE;
ALTER TABLE ONLY public.quantities
    ADD CONSTRAINT quantities_name_id_fkey FOREIGN KEY (name_id) REFERENCES public.names(id);
ALTER TABLE ONLY public.sections
    ADD CONSTRAINT sections_document_key_fkey FOREIGN KEY (document_key) REFERENCES public.documents(key) ON DELETE CASCADE;
ALTER TABLE ONLY public.sections
    ADD CONSTRAINT sections_name_id_fkey FOREIGN KEY (name_id) REFERENCES public.names(id);
