"""Traditional characters of words that reports use, and the simplified ones that the sheets have."""

from __future__ import annotations

from types import MappingProxyType

# Characters that simplified text has too are not here, but for a few that stand in it in names only.
_TRADITIONAL = (
    "丟並亞佔來個備傭傳債僅價億償優儲兌內兩冊凍別則創劃動務勞勵匯區協卻參員問喪單噸國圍圓圖團執報"
    "場塊墊壞壽學實審寫將專對導屆層屬師帳帶幣幫庫廠廢張強彌徑從復態憑應戰戶採換損擇擔據擬攤數斷時"
    "暫書會東條棄業構標機檢權歐歲歷歸殘氣汙決沒況淨減測準漲潤濃為無營爾狀獨獲現環產畢異當療發監盧"
    "碩確碼礎祕稅種稱積穩競節範簡籌籤約紅納級細終組結絕給統經綜網編縮總績織續羅義聯聲職臨臺與興舊"
    "萬蓋薦藥處號虧術衝補見規親觀訂計訊討記訟設訴評詞試話該詳認語誤說調請論諾證識議護譽變讓負財貧"
    "貨責買貸費貼賃資賠賣質賬賺購贈贖蹤較載輸轉辦連進運過達違遞適選還郵鄉醫釋銀銖銷錄錯鍵鎊鎖長門"
    "開閒間關階際隨險雖離電韓響頁項須預領題額顛類顧顯風餘馬驅體麥點齡"
)
_SIMPLIFIED = (
    "丢并亚占来个备佣传债仅价亿偿优储兑内两册冻别则创划动务劳励汇区协却参员问丧单吨国围圆图团执报"
    "场块垫坏寿学实审写将专对导届层属师帐带币帮库厂废张强弥径从复态凭应战户采换损择担据拟摊数断时"
    "暂书会东条弃业构标机检权欧岁历归残气污决没况净减测准涨润浓为无营尔状独获现环产毕异当疗发监卢"
    "硕确码础秘税种称积稳竞节范简筹签约红纳级细终组结绝给统经综网编缩总绩织续罗义联声职临台与兴旧"
    "万盖荐药处号亏术冲补见规亲观订计讯讨记讼设诉评词试话该详认语误说调请论诺证识议护誉变让负财贫"
    "货责买贷费贴赁资赔卖质账赚购赠赎踪较载输转办连进运过达违递适选还邮乡医释银铢销录错键镑锁长门"
    "开闲间关阶际随险虽离电韩响页项须预领题额颠类顾显风余马驱体麦点龄"
)

_PAIRS = tuple(zip(f"於後爲説掛徵夥註製複{_TRADITIONAL}", f"于后为说挂征伙注制复{_SIMPLIFIED}", strict=True))
SIMPLIFIED = MappingProxyType({ord(traditional): simplified for traditional, simplified in _PAIRS})
