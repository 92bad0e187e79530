// SPDX-License-Identifier: Apache-2.0
// usage: secret_probe FOLDER read|write|remove SERVICE [VALUE]; prints the value, then the store's note.
#include "secrets/keychain.h"

#include <QTextStream>

int main(int argc, char **argv)
{
    if (argc < 4)
        return 2;
    const auto store = hearth::secrets::keychainOrFile(QString::fromLocal8Bit(argv[1]), true, std::chrono::seconds(3));
    const QString verb = QString::fromLocal8Bit(argv[2]);
    const QString service = QString::fromLocal8Bit(argv[3]);
    const QString account = QStringLiteral("username");
    bool isDone = false;
    QTextStream out(stdout);
    if (verb == QLatin1String("write")) {
        isDone = store->write(service, account, hearth::Secret(QString::fromLocal8Bit(argv[4]))).has_value();
    } else if (verb == QLatin1String("remove")) {
        isDone = store->remove(service, account).has_value();
    } else if (const auto found = store->read(service, account)) {
        out << found->reveal() << '\n';
        isDone = true;
    }
    out << store->note() << '\n';
    return isDone ? 0 : 1;
}
