// SPDX-License-Identifier: Apache-2.0
#include "client/certificate.h"

#include <QSslCertificate>
#include <QStringList>

namespace hearth::client
{

namespace
{
enum class Fault { Time, Name, Issuer, Other };

Fault faultOf(QSslError::SslError problem)
{
    switch (problem) {
    case QSslError::CertificateExpired:
    case QSslError::CertificateNotYetValid:
        return Fault::Time;
    case QSslError::HostNameMismatch:
        return Fault::Name;
    case QSslError::SelfSignedCertificate:
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
        return Fault::Issuer;
    default:
        return Fault::Other;
    }
}

QString day(const QDateTime &moment)
{
    return moment.toUTC().date().toString(Qt::ISODate);
}

QString namesOf(const QSslCertificate &certificate)
{
    QStringList names = certificate.subjectAlternativeNames().values();
    if (names.isEmpty())
        names = certificate.subjectInfo(QSslCertificate::CommonName);
    return names.isEmpty() ? QStringLiteral("nobody") : names.join(QStringLiteral(", "));
}

QString finding(const QSslError &problem)
{
    const QSslCertificate certificate = problem.certificate();
    switch (problem.error()) {
    case QSslError::CertificateExpired:
        return QStringLiteral("it expired on %1").arg(day(certificate.expiryDate()));
    case QSslError::CertificateNotYetValid:
        return QStringLiteral("it holds only from %1 on").arg(day(certificate.effectiveDate()));
    case QSslError::HostNameMismatch:
        return QStringLiteral("it was made for %1").arg(namesOf(certificate));
    case QSslError::SelfSignedCertificate:
        return QStringLiteral("it is signed by itself and by nobody this computer trusts");
    default:
        return faultOf(problem.error()) == Fault::Issuer
                   ? QStringLiteral("it is signed by an authority this computer does not trust")
                   : problem.errorString();
    }
}

QString advice(Fault fault)
{
    switch (fault) {
    case Fault::Time:
        return QStringLiteral("Look whether this computer's clock is right, then ask your administrator for a renewed "
                              "certificate.");
    case Fault::Name:
        return QStringLiteral("Look whether the address is spelled right, then ask your administrator.");
    case Fault::Issuer:
        return QStringLiteral("If your studio has an authority of its own, name its certificate file in Settings, "
                              "Network, or in AYON_CA_FILE.");
    case Fault::Other:
        break;
    }
    return QStringLiteral("Ask your administrator.");
}
} // namespace

Error certificateError(const QString &host, const QList<QSslError> &problems)
{
    QStringList findings;
    QStringList advices;
    QStringList details;
    for (const QSslError &problem : problems) {
        const QString found = finding(problem);
        // Several problems of a chain are one thing to a person.
        if (const QString help = advice(faultOf(problem.error())); !advices.contains(help)) {
            advices.append(help);
            findings.append(found);
        }
        details.append(problem.errorString());
    }
    if (findings.isEmpty())
        return {ErrorKind::Untrusted,
                QStringLiteral("%1 does not speak TLS as an https address must. Look whether the address is right.")
                    .arg(host),
                {}};
    return {ErrorKind::Untrusted,
            QStringLiteral("The certificate of %1 cannot be trusted: %2. Nothing was sent. %3")
                .arg(host, findings.join(QStringLiteral(", and ")), advices.join(u' ')),
            details.join(u'\n')};
}

} // namespace hearth::client
