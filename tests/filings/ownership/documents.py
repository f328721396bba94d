"""Documents as EDGAR publishes them, written for these tests: one of each form, each with its own traits."""

import base64

# Holdings alone; the derivative one says nothing of what is owned afterwards, as Form 3 has no such column.
FORM_3 = """<?xml version="1.0"?>
<ownershipDocument>

    <schemaVersion>X0206</schemaVersion>

    <documentType>3</documentType>

    <periodOfReport>2021-03-01</periodOfReport>

    <noSecuritiesOwned>0</noSecuritiesOwned>

    <issuer>
        <issuerCik>0001234567</issuerCik>
        <issuerName>HARBORWELL INC.</issuerName>
        <issuerTradingSymbol>HBRW</issuerTradingSymbol>
    </issuer>

    <reportingOwner>
        <reportingOwnerId>
            <rptOwnerCik>0007654321</rptOwnerCik>
            <rptOwnerName>Okafor Ngozi</rptOwnerName>
        </reportingOwnerId>
        <reportingOwnerAddress>
            <rptOwnerStreet1>C/O HARBORWELL INC.</rptOwnerStreet1>
            <rptOwnerStreet2></rptOwnerStreet2>
            <rptOwnerCity>TORONTO</rptOwnerCity>
            <rptOwnerState>A6</rptOwnerState>
            <rptOwnerZipCode>M5H 2N2</rptOwnerZipCode>
            <rptOwnerStateDescription>ONTARIO, CANADA</rptOwnerStateDescription>
        </reportingOwnerAddress>
        <reportingOwnerRelationship>
            <isDirector>true</isDirector>
            <isOfficer>false</isOfficer>
            <officerTitle></officerTitle>
        </reportingOwnerRelationship>
    </reportingOwner>

    <nonDerivativeTable>
        <nonDerivativeHolding>
            <securityTitle>
                <value>Common Stock</value>
                <footnoteId id="F1"/>
            </securityTitle>
            <postTransactionAmounts>
                <sharesOwnedFollowingTransaction>
                    <value>1287.5</value>
                </sharesOwnedFollowingTransaction>
            </postTransactionAmounts>
            <ownershipNature>
                <directOrIndirectOwnership>
                    <value>I</value>
                </directOrIndirectOwnership>
                <natureOfOwnership>
                    <value>By Spouse</value>
                    <footnoteId id="F1"/>
                    <footnoteId id="F2"/>
                </natureOfOwnership>
            </ownershipNature>
        </nonDerivativeHolding>
    </nonDerivativeTable>

    <derivativeTable>
        <derivativeHolding>
            <securityTitle>
                <value>Stock Option (Right to Buy)</value>
            </securityTitle>
            <conversionOrExercisePrice>
                <value>12.40</value>
            </conversionOrExercisePrice>
            <exerciseDate>
                <footnoteId id="F2"/>
            </exerciseDate>
            <expirationDate>
                <value>2030-02-15-05:00</value>
            </expirationDate>
            <underlyingSecurity>
                <underlyingSecurityTitle>
                    <value>Common Stock</value>
                </underlyingSecurityTitle>
                <underlyingSecurityShares>
                    <value>4000</value>
                </underlyingSecurityShares>
            </underlyingSecurity>
            <ownershipNature>
                <directOrIndirectOwnership>
                    <value>D</value>
                </directOrIndirectOwnership>
            </ownershipNature>
        </derivativeHolding>
    </derivativeTable>

    <footnotes>
        <footnote id="F1">Held in the spouse's account; beneficial ownership is disclaimed.</footnote>
        <footnote id="F2">Vests in
            four equal parts &amp; lapses after nine years.</footnote>
    </footnotes>

    <remarks></remarks>

    <ownerSignature>
        <signatureName>/s/ Ngozi Okafor</signatureName>
        <signatureDate>2021-03-03</signatureDate>
    </ownerSignature>
</ownershipDocument>
"""

# Two owners, a swap, a value instead of a number, empty elements, an early row, no address for the second.
FORM_4_AMENDED = """<?xml version="1.0"?>
<ownershipDocument>
    <schemaVersion>X0306</schemaVersion>
    <documentType>4/A</documentType>
    <periodOfReport>2015-06-01</periodOfReport>
    <dateOfOriginalSubmission>2015-06-03</dateOfOriginalSubmission>
    <notSubjectToSection16>0</notSubjectToSection16>
    <issuer>
        <issuerCik>1234567</issuerCik>
        <issuerName>HARBORWELL INC.</issuerName>
        <issuerTradingSymbol>HBRW</issuerTradingSymbol>
    </issuer>
    <reportingOwner>
        <reportingOwnerId>
            <rptOwnerCik>7654321</rptOwnerCik>
            <rptOwnerName>MERIDIAN PARTNERS L.P.</rptOwnerName>
        </reportingOwnerId>
        <reportingOwnerAddress>
            <rptOwnerStreet1>1 MAIN STREET</rptOwnerStreet1>
            <rptOwnerCity>BOSTON</rptOwnerCity>
            <rptOwnerState>MA</rptOwnerState>
            <rptOwnerZipCode>02110</rptOwnerZipCode>
            <rptOwnerGoodAddress>true</rptOwnerGoodAddress>
        </reportingOwnerAddress>
        <reportingOwnerRelationship>
            <isTenPercentOwner>1</isTenPercentOwner>
        </reportingOwnerRelationship>
    </reportingOwner>
    <reportingOwner>
        <reportingOwnerId>
            <rptOwnerCik>7654322</rptOwnerCik>
        </reportingOwnerId>
        <reportingOwnerRelationship>
            <isOther>1</isOther>
            <otherText>General partner</otherText>
        </reportingOwnerRelationship>
    </reportingOwner>
    <nonDerivativeTable>
        <nonDerivativeTransaction>
            <securityTitle><value>Common Stock</value></securityTitle>
            <transactionDate><value>2015-06-01</value><footnoteId id="F1"/></transactionDate>
            <deemedExecutionDate></deemedExecutionDate>
            <transactionCoding>
                <transactionFormType>5</transactionFormType>
                <transactionCode>G</transactionCode>
                <equitySwapInvolved>0</equitySwapInvolved>
            </transactionCoding>
            <transactionTimeliness><value>E</value></transactionTimeliness>
            <transactionAmounts>
                <transactionShares><value>1000</value><footnoteId id="F1"/></transactionShares>
                <transactionPricePerShare><footnoteId id="F2"/></transactionPricePerShare>
                <transactionAcquiredDisposedCode>
                    <value>D</value><footnoteId id="F1"/>
                </transactionAcquiredDisposedCode>
            </transactionAmounts>
            <postTransactionAmounts>
                <valueOwnedFollowingTransaction>
                    <value>250000.5</value><footnoteId id="F2"/>
                </valueOwnedFollowingTransaction>
            </postTransactionAmounts>
            <ownershipNature>
                <directOrIndirectOwnership><value>D</value><footnoteId id="F1"/></directOrIndirectOwnership>
                <natureOfOwnership><value></value></natureOfOwnership>
            </ownershipNature>
        </nonDerivativeTransaction>
    </nonDerivativeTable>
    <derivativeTable>
        <derivativeTransaction>
            <securityTitle><value>Cash-settled total return swap</value></securityTitle>
            <conversionOrExercisePrice><value>0.00</value><footnoteId id="F2"/></conversionOrExercisePrice>
            <transactionDate><value>2015-06-02</value></transactionDate>
            <deemedExecutionDate><value>2015-06-01</value></deemedExecutionDate>
            <transactionCoding>
                <transactionFormType>4</transactionFormType>
                <transactionCode>J</transactionCode>
                <equitySwapInvolved>true</equitySwapInvolved>
                <footnoteId id="F1"/>
                <footnoteId id="F2"/>
            </transactionCoding>
            <transactionTimeliness></transactionTimeliness>
            <transactionAmounts>
                <transactionTotalValue><value>1500000</value></transactionTotalValue>
                <transactionPricePerShare><value>38.4175</value></transactionPricePerShare>
                <transactionAcquiredDisposedCode><value>A</value></transactionAcquiredDisposedCode>
            </transactionAmounts>
            <exerciseDate><footnoteId id="F1"/></exerciseDate>
            <expirationDate><value>2016-06-01</value><footnoteId id="F2"/></expirationDate>
            <underlyingSecurity>
                <underlyingSecurityTitle><value>Common Stock</value><footnoteId id="F1"/></underlyingSecurityTitle>
                <underlyingSecurityValue><footnoteId id="F1"/></underlyingSecurityValue>
            </underlyingSecurity>
            <postTransactionAmounts>
                <sharesOwnedFollowingTransaction><value>1</value></sharesOwnedFollowingTransaction>
            </postTransactionAmounts>
            <ownershipNature>
                <directOrIndirectOwnership><value>I</value></directOrIndirectOwnership>
                <natureOfOwnership><value>By fund</value></natureOfOwnership>
            </ownershipNature>
        </derivativeTransaction>
    </derivativeTable>
    <footnotes>
        <footnote id="F1">The swap was closed out.</footnote>
        <footnote id="F2">Not applicable.</footnote>
    </footnotes>
    <remarks>Amended to correct the date.</remarks>
    <ownerSignature>
        <signatureName>/s/ Meridian Partners L.P.</signatureName>
        <signatureDate>2015-06-10</signatureDate>
    </ownerSignature>
    <ownerSignature>
        <signatureName>/s/ Meridian GP LLC</signatureName>
        <signatureDate>2015-06-10</signatureDate>
    </ownerSignature>
</ownershipDocument>
"""

# The annual form: its late boxes, and a holding that should have been on Form 3.
FORM_5 = """<?xml version="1.0"?>
<ownershipDocument>
    <schemaVersion>X0306</schemaVersion>
    <documentType>5</documentType>
    <periodOfReport>2014-12-31</periodOfReport>
    <notSubjectToSection16>0</notSubjectToSection16>
    <form3HoldingsReported>1</form3HoldingsReported>
    <form4TransactionsReported>0</form4TransactionsReported>
    <issuer>
        <issuerCik>0001234567</issuerCik>
        <issuerName>HARBORWELL INC.</issuerName>
        <issuerTradingSymbol>HBRW</issuerTradingSymbol>
    </issuer>
    <reportingOwner>
        <reportingOwnerId>
            <rptOwnerCik>0007654321</rptOwnerCik>
            <rptOwnerName>Okafor Ngozi</rptOwnerName>
        </reportingOwnerId>
        <reportingOwnerRelationship>
            <isDirector>1</isDirector>
        </reportingOwnerRelationship>
    </reportingOwner>
    <nonDerivativeTable>
        <nonDerivativeHolding>
            <securityTitle><value>Class B Common Stock</value></securityTitle>
            <transactionCoding>
                <transactionFormType>3</transactionFormType>
                <footnoteId id="F1"/>
            </transactionCoding>
            <postTransactionAmounts>
                <sharesOwnedFollowingTransaction><value>300</value></sharesOwnedFollowingTransaction>
            </postTransactionAmounts>
            <ownershipNature>
                <directOrIndirectOwnership><value>D</value></directOrIndirectOwnership>
            </ownershipNature>
        </nonDerivativeHolding>
        <nonDerivativeHolding>
            <securityTitle><value>Common Stock</value></securityTitle>
            <transactionCoding>
                <transactionFormType></transactionFormType>
            </transactionCoding>
            <postTransactionAmounts>
                <sharesOwnedFollowingTransaction><value>5000</value></sharesOwnedFollowingTransaction>
            </postTransactionAmounts>
            <ownershipNature>
                <directOrIndirectOwnership><value>D</value></directOrIndirectOwnership>
            </ownershipNature>
        </nonDerivativeHolding>
    </nonDerivativeTable>
    <footnotes>
        <footnote id="F1">Left out of the Form 3 by mistake.</footnote>
    </footnotes>
    <ownerSignature>
        <signatureName>/s/ Ngozi Okafor</signatureName>
        <signatureDate>2015-02-12</signatureDate>
    </ownerSignature>
</ownershipDocument>
"""

# Today's schema: an address abroad, a plan, a symbol abroad; only Table II has a row.
FORM_4_FOREIGN = """<?xml version="1.0"?>
<ownershipDocument>
    <schemaVersion>X0609</schemaVersion>
    <documentType>4</documentType>
    <periodOfReport>2026-11-20</periodOfReport>
    <notSubjectToSection16>false</notSubjectToSection16>
    <issuer>
        <issuerCik>0001234567</issuerCik>
        <issuerName>HARBORWELL INC.</issuerName>
        <issuerTradingSymbol>HBRW</issuerTradingSymbol>
        <issuerForeignTradingSymbol>HBW.L</issuerForeignTradingSymbol>
    </issuer>
    <reportingOwner>
        <reportingOwnerId>
            <rptOwnerCik>0007654321</rptOwnerCik>
            <rptOwnerName>Lindqvist Sven</rptOwnerName>
        </reportingOwnerId>
        <reportingOwnerAddress>
            <rptOwnerNonUSAddressFlag>true</rptOwnerNonUSAddressFlag>
            <rptOwnerStreet1>2 STRANDVAGEN</rptOwnerStreet1>
            <rptOwnerCity>STOCKHOLM</rptOwnerCity>
            <rptOwnerNonUSStateTerritory>STOCKHOLMS LAN</rptOwnerNonUSStateTerritory>
            <rptOwnerCountry>V7</rptOwnerCountry>
            <rptOwnerZipCode>114 56</rptOwnerZipCode>
        </reportingOwnerAddress>
        <reportingOwnerRelationship>
            <isDirector>0</isDirector>
            <isOfficer>1</isOfficer>
            <isTenPercentOwner>0</isTenPercentOwner>
            <isOther>0</isOther>
            <officerTitle>Chief Technology Officer</officerTitle>
        </reportingOwnerRelationship>
    </reportingOwner>
    <aff10b5One>1</aff10b5One>
    <nonDerivativeTable/>
    <derivativeTable>
        <derivativeHolding>
            <securityTitle><value>Restricted Stock Units</value></securityTitle>
            <conversionOrExercisePrice><footnoteId id="F1"/></conversionOrExercisePrice>
            <exerciseDate><footnoteId id="F1"/></exerciseDate>
            <expirationDate><footnoteId id="F1"/></expirationDate>
            <underlyingSecurity>
                <underlyingSecurityTitle><value>Common Stock</value></underlyingSecurityTitle>
                <underlyingSecurityShares><value>750</value></underlyingSecurityShares>
            </underlyingSecurity>
            <postTransactionAmounts>
                <sharesOwnedFollowingTransaction><value>750</value></sharesOwnedFollowingTransaction>
            </postTransactionAmounts>
            <ownershipNature>
                <directOrIndirectOwnership><value>D</value></directOrIndirectOwnership>
            </ownershipNature>
        </derivativeHolding>
    </derivativeTable>
    <footnotes>
        <footnote id="F1">Each unit is a right to one share &lt;or its value in cash&gt;.</footnote>
    </footnotes>
    <ownerSignature>
        <signatureName>/s/ Sven Lindqvist</signatureName>
        <signatureDate>2026-11-23</signatureDate>
    </ownerSignature>
</ownershipDocument>
"""

DOCUMENTS = {"3": FORM_3, "4": FORM_4_FOREIGN, "4/A": FORM_4_AMENDED, "5": FORM_5}

POWER_OF_ATTORNEY = "POWER OF ATTORNEY\n\nThe undersigned appoints Pat Doe."


def published(document: str = FORM_4_FOREIGN, *, accepted: str = "20261123214500") -> bytes:
    """A submission as EDGAR publishes it: header, form, a power of attorney as HTML, and a picture."""
    return f"""<SEC-DOCUMENT>0001234567-26-000042.txt : 20261123
<SEC-HEADER>0001234567-26-000042.hdr.sgml : 20261123
<ACCEPTANCE-DATETIME>{accepted}
ACCESSION NUMBER:\t\t0001234567-26-000042
CONFORMED SUBMISSION TYPE:\t4
PUBLIC DOCUMENT COUNT:\t\t3
CONFORMED PERIOD OF REPORT:\t20261120
FILED AS OF DATE:\t\t20261123
DATE AS OF CHANGE:\t\t20261123
</SEC-HEADER>
<DOCUMENT>
<TYPE>4
<SEQUENCE>1
<FILENAME>form4.xml
<DESCRIPTION>FORM 4
<TEXT>
<XML>
{document}</XML>
</TEXT>
</DOCUMENT>
<DOCUMENT>
<TYPE>EX-24.1
<SEQUENCE>2
<FILENAME>poa.htm
<DESCRIPTION>POA
<TEXT>
<html><head><style>p {{}}</style></head><body><p>POWER  OF ATTORNEY</p>
<p>The undersigned appoints<br>Pat&nbsp;Doe &amp; others.</p><pre>  Dated:   2026</pre></body></html>
</TEXT>
</DOCUMENT>
<DOCUMENT>
<TYPE>GRAPHIC
<SEQUENCE>3
<FILENAME>logo.jpg
<TEXT>
begin 644 logo.jpg
M_]C_X
end
</TEXT>
</DOCUMENT>
</SEC-DOCUMENT>
""".encode()


def outgoing(document: str = FORM_4_FOREIGN) -> bytes:
    """A submission as a filer sends it, with the form and a power of attorney in base64."""
    form, exhibit = (base64.b64encode(text.encode()).decode() for text in (document, POWER_OF_ATTORNEY))
    return f"""<?xml version="1.0"?>
<edgarSubmission>
    <submissionType>4</submissionType>
    <testOrLive>TEST</testOrLive>
    <edgarDocument>
        <documentName>poa.txt</documentName>
        <documentType>EX-24</documentType>
        <documentDescription>Power of attorney</documentDescription>
        <documentMimeBlock>
{exhibit}
        </documentMimeBlock>
    </edgarDocument>
    <edgarDocument>
        <documentName>form4.xml</documentName>
        <documentType>4</documentType>
        <documentMimeBlock>{form}</documentMimeBlock>
    </edgarDocument>
</edgarSubmission>
""".encode()
