// SPDX-License-Identifier: Apache-2.0
#include "python/interpreter.h"

#include <QDirIterator>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>

#include <algorithm>

namespace hearth::python
{

namespace
{
constexpr int oldestMinor = 9;

int minorOf(const QString &version)
{
    return version.section(u'.', 1, 1).toInt();
}

/// Asked only where the file's name is silent.
QString askedVersion(const QString &program)
{
    QProcess child;
    child.start(program, {QStringLiteral("-I"), QStringLiteral("-c"),
                          QStringLiteral("import sys; print('%d.%d' % sys.version_info[:2])")});
    if (!child.waitForFinished(5'000)) {
        child.kill();
        child.waitForFinished(1'000);
        return {};
    }
    return QString::fromLatin1(child.readAllStandardOutput()).trimmed();
}

QString versionOf(const QString &program)
{
    static const QRegularExpression named(QStringLiteral("^python(3\\.[0-9]+)$"));
    const QRegularExpressionMatch match = named.match(QFileInfo(QFileInfo(program).canonicalFilePath()).fileName());
    return match.hasMatch() ? match.captured(1) : askedVersion(program);
}
} // namespace

QString compiledFor(const QString &fileName)
{
    static const QRegularExpression unix(QStringLiteral("\\.cpython-3([0-9]+)[-.]"));
    static const QRegularExpression windows(QStringLiteral("\\.cp3([0-9]+)-win"));
    for (const QRegularExpression *one : {&unix, &windows})
        if (const QRegularExpressionMatch match = one->match(fileName); match.hasMatch())
            return QStringLiteral("3.") + match.captured(1);
    return {};
}

Result<Interpreter> choose(const std::vector<Interpreter> &found, const QString &wanted)
{
    const auto fits = [&wanted](const Interpreter &one) {
        return wanted.isEmpty() ? minorOf(one.version) >= oldestMinor : one.version == wanted;
    };
    const auto first = std::find_if(found.begin(), found.end(), fits);
    if (first != found.end())
        return *first;
    return fail(ErrorKind::NotFound,
                wanted.isEmpty()
                    ? QStringLiteral("There is no Python 3.%1 or newer here.").arg(oldestMinor)
                    : QStringLiteral("The bundle's code is made for Python %1, which is not here.").arg(wanted));
}

Interpreters::Interpreters(QStringList searchPath, QString chosen)
    : m_searchPath(std::move(searchPath)), m_chosen(std::move(chosen))
{
}

QString Interpreters::wantedBy(const QString &folder)
{
    const auto known = m_wanted.find(folder);
    if (known != m_wanted.end())
        return known->second;
    QString wanted;
    QDirIterator files(folder, {QStringLiteral("*.so"), QStringLiteral("*.pyd")}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext() && wanted.isEmpty())
        wanted = compiledFor(QFileInfo(files.next()).fileName());
    m_wanted.emplace(folder, wanted);
    return wanted;
}

std::vector<Interpreter> Interpreters::look(const QString &wanted) const
{
    QStringList programs{m_chosen};
    for (const QString &name :
         {QStringLiteral("python") + (wanted.isEmpty() ? QStringLiteral("3") : wanted), QStringLiteral("python3")})
        for (const QString &folder : m_searchPath)
            programs.append(folder + u'/' + name);
    std::vector<Interpreter> found;
    for (const QString &program : programs) {
        if (program.isEmpty() || !QFileInfo(program).isExecutable())
            continue;
        found.push_back({program, versionOf(program)});
        if (choose(found, wanted))
            break;
    }
    return found;
}

Result<Interpreter> Interpreters::forPackage(const QString &folder)
{
    const std::lock_guard lock(m_mutex);
    const QString wanted = folder.isEmpty() ? QString() : wantedBy(folder);
    auto known = m_chosenFor.find(wanted);
    if (known == m_chosenFor.end() || !known->second)
        known = m_chosenFor.insert_or_assign(wanted, choose(look(wanted), wanted)).first;
    return known->second;
}

} // namespace hearth::python
