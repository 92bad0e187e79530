// SPDX-License-Identifier: Apache-2.0
#include "server_program/server_options.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace hearth::server_program
{
namespace
{

std::string valueOf(const std::map<std::string, std::string> &environment, const char *name)
{
    const auto found = environment.find(name);
    return found == environment.end() ? std::string() : found->second;
}

bool readPort(const std::string &text, std::uint16_t &port)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc{} && end == text.data() + text.size();
}

void readListen(const std::string &text, ServerOptions &options)
{
    const auto colon = text.rfind(':');
    std::string host = colon == std::string::npos ? std::string() : text.substr(0, colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']')
        host = host.substr(1, host.size() - 2);
    if (host.empty() || !readPort(text.substr(colon + 1), options.port))
        options.problem = "--listen takes HOST:PORT, not \"" + text + "\"";
    else
        options.host = host;
}

bool isPostgresUrl(const std::string &text)
{
    return text.starts_with("postgres://") || text.starts_with("postgresql://");
}

void readPlace(const std::string &name, const std::string &text, ServerOptions::Place &place, std::string &problem)
{
    if (text.starts_with("sqlite:") && text.size() > 7)
        place.file = text.substr(7);
    else if (isPostgresUrl(text))
        place.url = text;
    else
        problem = name + " takes sqlite:FILE or postgres://…";
}

void readDatabase(const std::string &text, ServerOptions &options)
{
    options.databaseFile.clear();
    options.databaseUrl.clear();
    if (text.starts_with("sqlite:"))
        options.databaseFile = text.substr(7);
    else if (isPostgresUrl(text))
        options.databaseUrl = text;
    else
        options.problem = "--database takes sqlite:FILE or postgres://…";
}

void readNumber(const std::string &name, const std::string &text, int least, int most, int &number,
                std::string &problem)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < least || number > most)
        problem = name + " takes a number from " + std::to_string(least) + " to " + std::to_string(most);
}

bool applyKeeping(const std::string &name, const std::string &value, ServerOptions &options)
{
    int number = 0;
    if (name == "--backup-every") {
        readNumber(name, value, 0, 24 * 365, number, options.problem);
        options.backups.every = std::chrono::hours(number);
    } else if (name == "--backups-kept") {
        readNumber(name, value, 1, 10'000, number, options.problem);
        options.backups.kept = static_cast<std::size_t>(number);
    } else if (name == "--min-free") {
        readNumber(name, value, 0, 1024 * 1024, number, options.problem);
        options.leastFreeBytes = static_cast<std::uint64_t>(number) * 1024 * 1024;
    } else {
        return false;
    }
    return true;
}

void readBasePath(std::string text, ServerOptions &options)
{
    while (text.ends_with('/'))
        text.pop_back();
    if (!text.empty() && !text.starts_with('/'))
        options.problem = "--base-path starts with a slash, as in /studio";
    options.basePath = std::move(text);
}

bool applyAdoption(const std::string &name, const std::string &value, ServerOptions &options)
{
    if (name == "--from")
        options.adoptsFrom = value;
    else if (name == "--key-file")
        options.adoptionKeyFile = value;
    else if (name == "--ca-file")
        options.caFile = value;
    else if (name == "--project")
        options.adoptedProjects.push_back(value);
    else
        return false;
    return true;
}

/// Options whose value is kept as it is.
std::string *textOf(const std::string &name, ServerOptions &options)
{
    static const std::map<std::string, std::string ServerOptions::*> texts{
        {"--data", &ServerOptions::dataFolder},
        {"--redis", &ServerOptions::redisUrl},
        {"--ready-file", &ServerOptions::readyFile},
        {"--backup", &ServerOptions::backupFile},
        {"--resources", &ServerOptions::resourcesFolder},
        {"--tls-certificate", &ServerOptions::certificateFile},
        {"--tls-key", &ServerOptions::keyFile}};
    const auto found = texts.find(name);
    return found == texts.end() ? nullptr : &(options.*found->second);
}

void apply(const std::string &name, const std::string &value, ServerOptions &options)
{
    if (applyKeeping(name, value, options))
        return;
    if (std::string *text = textOf(name, options))
        *text = value;
    else if (name == "--database")
        readDatabase(value, options);
    else if (options.command == ServerOptions::Command::Adopt && applyAdoption(name, value, options))
        return;
    else if (name == "--from")
        readPlace(name, value, options.copyFrom, options.problem);
    else if (name == "--to")
        readPlace(name, value, options.copyTo, options.problem);
    else if (name == "--database-connections")
        readNumber(name, value, 3, 500, options.databaseConnections, options.problem);
    else if (name == "--database-wait")
        readNumber(name, value, 0, 3600, options.databaseWaitSeconds, options.problem);
    else if (name == "--listen")
        readListen(value, options);
    else if (name == "--trusted-proxy")
        options.trustedProxies.push_back(value);
    else if (name == "--base-path")
        readBasePath(value, options);
    else if (options.command != ServerOptions::Command::Setup) // setup takes and ignores what only serving needs
        options.problem = name + " needs a part of Hearth that this build does not have";
}

void readEnvironment(const std::map<std::string, std::string> &environment, ServerOptions &options)
{
    if (const std::string host = valueOf(environment, "AYON_HTTP_LISTEN_ADDRESS"); !host.empty())
        options.host = host;
    if (const std::string port = valueOf(environment, "AYON_HTTP_LISTEN_PORT");
        !port.empty() && !readPort(port, options.port))
        options.problem = "AYON_HTTP_LISTEN_PORT is no port";
    for (const auto &[variable, option] :
         {std::pair("HEARTH_BACKUP_EVERY", "--backup-every"), std::pair("HEARTH_BACKUPS_KEPT", "--backups-kept"),
          std::pair("HEARTH_MIN_FREE", "--min-free")})
        if (const std::string value = valueOf(environment, variable); !value.empty())
            applyKeeping(option, value, options);
    options.databaseUrl = valueOf(environment, "AYON_POSTGRES_URL");
    if (!options.databaseUrl.empty() && !isPostgresUrl(options.databaseUrl))
        options.problem = "AYON_POSTGRES_URL does not begin with postgres://";
    options.redisUrl = valueOf(environment, "AYON_REDIS_URL");
    if (const std::string size = valueOf(environment, "AYON_POSTGRES_POOL_SIZE"); !size.empty())
        readNumber("AYON_POSTGRES_POOL_SIZE", size, 3, 500, options.databaseConnections, options.problem);
}

bool isFlag(const std::string &argument, ServerOptions &options)
{
    if (argument == "--list")
        options.listsBackups = true;
    else if (argument == "--check")
        options.checksOnly = true;
    else if (argument == "--json")
        options.wantsJson = true;
    else if (argument == "--allow-plain-login")
        options.allowsPlainLogin = true;
    else
        return false;
    return true;
}

std::string missingIn(const ServerOptions &options)
{
    if (options.command == ServerOptions::Command::Copy) {
        const bool isWhole = !(options.copyFrom.file + options.copyFrom.url).empty() &&
                             !(options.copyTo.file + options.copyTo.url).empty();
        return isWhole ? std::string() : "copy needs --from and --to";
    }
    if (options.dataFolder.empty())
        return "--data DIR is needed";
    if (options.command == ServerOptions::Command::Adopt && options.adoptsFrom.empty())
        return "--from URL is needed";
    const bool isHalf = options.certificateFile.empty() != options.keyFile.empty();
    return isHalf ? "--tls-certificate and --tls-key belong together" : std::string();
}

bool isQuestion(const std::string &argument, ServerOptions &options)
{
    if (argument == "--help" || argument == "-h" || argument == "help")
        options.command = ServerOptions::Command::Help;
    else if (argument == "--version" || argument == "version")
        options.command = ServerOptions::Command::Version;
    else
        return false;
    return true;
}

bool isCommand(const std::string &argument, ServerOptions &options)
{
    using Command = ServerOptions::Command;
    static const std::map<std::string, Command> commands{{"setup", Command::Setup},
                                                         {"backup", Command::Backup},
                                                         {"restore", Command::Restore},
                                                         {"copy", Command::Copy},
                                                         {"adopt", Command::Adopt}};
    const auto found = commands.find(argument);
    if (found == commands.end())
        return false;
    options.command = found->second;
    return true;
}

} // namespace

const char *serverUsage()
{
    return "usage: hearth-server --data DIR [--database sqlite:FILE | postgres://…] [--listen HOST:PORT] [--ready-file "
           "FILE]\n"
           "       hearth-server setup --data DIR [--database …] < template.json\n"
           "       hearth-server backup --data DIR [--json]\n"
           "       hearth-server restore --data DIR [--list | [--check [--json]] [FILE]]\n"
           "       hearth-server copy --from sqlite:FILE|postgres://… --to sqlite:FILE|postgres://… [--json]\n"
           "       hearth-server adopt --data DIR --from URL [--key-file FILE] [--ca-file FILE] [--project NAME]… "
           "[--json]\n"
           "       hearth-server --help | --version\n"
           "\n"
           "  --data DIR          where everything is kept; made when it is not there\n"
           "  --database PLACE    sqlite:FILE instead of the database inside DIR, or a database of PostgreSQL 15 or\n"
           "                      newer: postgres://user@host:port/name?sslmode=verify-full&sslrootcert=FILE, with\n"
           "                      everything libpq takes. Also the environment's AYON_POSTGRES_URL. Keep the password\n"
           "                      out of the arguments, which every program of the machine can read: give it in\n"
           "                      AYON_POSTGRES_URL, in PGPASSWORD, or in the file that PGPASSFILE names.\n"
           "                      Several servers may use one such database with one data folder.\n"
           "  --database-connections N\n"
           "                      of a PostgreSQL database, at most; 7 by default: 5 that read, one that writes, one\n"
           "                      that listens. Also AYON_POSTGRES_POOL_SIZE\n"
           "  --database-wait SECONDS\n"
           "                      how long a start waits for a PostgreSQL database; 30 by default\n"
           "  --ca-file FILE      certificates (PEM) trusted besides the system's, for what is fetched from the "
           "network:\n"
           "                      addon packages and installers given by their address, and another server's studio\n"
           "  --redis URL         redis://:password@host:port/number, or rediss:// with TLS: carries what several "
           "servers\n"
           "                      on one database tell each other, and sessions. Nothing lives in it alone. Also\n"
           "                      AYON_REDIS_URL\n"
           "  --listen HOST:PORT  127.0.0.1:5000 by default; port 0 picks a free one\n"
           "  --ready-file FILE   written once requests are answered: {\"url\", \"pid\"}\n"
           "  --resources DIR     built-in applications and help\n"
           "  --tls-certificate FILE, --tls-key FILE\n"
           "                      PEM files; serves https, and uses new ones as soon as they are there\n"
           "  --trusted-proxy ADDRESS\n"
           "                      believes the X-Forwarded-For and -Proto of this address; may be given again\n"
           "  --base-path /PATH   where a proxy serves this server below a path\n"
           "  --allow-plain-login takes passwords from other machines without https, too\n"
           "  --backup-every HOURS, --backups-kept N\n"
           "                      24 and 7 by default; 0 hours: none unasked. Each backup is opened and looked over\n"
           "  --min-free MIB      64 by default; with less room on the disk only reading is possible, until there is "
           "more\n"
           "\n"
           "  backup              makes one now, also while a server runs\n"
           "  restore             puts the newest good backup back, or FILE; what is replaced is kept aside\n"
           "  restore --check     looks into a backup: whether it is sound, how many rows it has, whether all files "
           "it\n"
           "                      names are there; changes nothing and ends with 0 or 6\n"
           "  restore --list      the good backups, newest first\n"
           "\n"
           "adopt brings a whole studio from another server of the same protocol, which is only read; done again, it "
           "moves\n"
           "what has changed since. The key of one of its services or administrators is in the key file or in the\n"
           "environment's HEARTH_ADOPT_KEY. No server of DIR may run meanwhile. It prints what is equal on both sides "
           "now\n"
           "and what was left behind.\n"
           "\n"
           "copy moves a studio between databases. --to is made, or is empty; --from is not changed and not served\n"
           "meanwhile. Media, addons and <database>.key of the data folder are not part of a database: keep the "
           "folder.\n"
           "\n"
           "exit codes: 0 done, 1 failed, 2 wrong arguments, 3 port in use, 4 data folder cannot be written, 5 disk "
           "full,\n"
           "            6 database damaged, 7 database of a newer version, 8 data folder in use by another server,\n"
           "            9 database cannot be reached or lets nobody in, 10 adopted, but not everything is equal\n";
}

ServerOptions readServerOptions(const std::vector<std::string> &arguments,
                                const std::map<std::string, std::string> &environment, const std::string &programFolder)
{
    static const std::vector<std::string> withValue{"--data",
                                                    "--database",
                                                    "--database-connections",
                                                    "--database-wait",
                                                    "--redis",
                                                    "--listen",
                                                    "--ready-file",
                                                    "--upstream",
                                                    "--upstream-key-file",
                                                    "--backup",
                                                    "--resources",
                                                    "--tls-certificate",
                                                    "--tls-key",
                                                    "--trusted-proxy",
                                                    "--base-path",
                                                    "--backup-every",
                                                    "--backups-kept",
                                                    "--min-free",
                                                    "--from",
                                                    "--key-file",
                                                    "--ca-file",
                                                    "--project",
                                                    "--to"};
    ServerOptions options;
    options.resourcesFolder = programFolder + "/../share/hearth";
    readEnvironment(environment, options);
    for (std::size_t i = 0; i < arguments.size() && options.problem.empty(); ++i) {
        const std::string &argument = arguments[i];
        if (isQuestion(argument, options))
            return options;
        if (i == 0 && isCommand(argument, options)) {
            continue;
        } else if (options.command == ServerOptions::Command::Restore && !argument.starts_with("--")) {
            options.backupFile = argument;
        } else if (isFlag(argument, options)) {
            continue;
        } else if (std::find(withValue.begin(), withValue.end(), argument) == withValue.end()) {
            options.problem = "unknown argument \"" + argument + "\"";
        } else if (i + 1 == arguments.size()) {
            options.problem = argument + " needs a value";
        } else {
            apply(argument, arguments[++i], options);
        }
    }
    if (options.problem.empty())
        options.problem = missingIn(options);
    return options;
}

} // namespace hearth::server_program
