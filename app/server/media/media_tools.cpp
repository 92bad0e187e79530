// SPDX-License-Identifier: Apache-2.0
#include "server/media/media_tools.h"

#include "core/log.h"
#include "server/child/run_child.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace hearth::server
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;

// Play lists and scripts that would make the program open other files are none of them.
constexpr const char *formats =
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpeg,mpegts,mpegvideo,mxf,ogg,flv,asf,gif,h264,hevc,m4v,image2,png_pipe,"
    "jpeg_pipe,jpegls_pipe,webp_pipe,tiff_pipe,exr_pipe,bmp_pipe,dpx_pipe,psd_pipe,sgi_pipe,j2k_pipe,hdr_pipe";

ChildOrder order(std::string program)
{
    ChildOrder made;
    made.command = {std::move(program), "-v", "error", "-protocol_whitelist", "file", "-format_whitelist", formats};
    made.memoryBytes = 3ull * 1024 * 1024 * 1024;
    made.outputLimit = 64 * 1024 * 1024;
    return made;
}

void append(ChildOrder &order, std::initializer_list<std::string> arguments)
{
    order.command.insert(order.command.end(), arguments);
}

double number(const Object &object, std::string_view name)
{
    const Value *value = object.if_contains(name);
    if (value && value->is_string())
        return std::strtod(value->get_string().c_str(), nullptr);
    return value && value->is_number() ? value->to_number<double>() : 0;
}

double fraction(std::string_view text)
{
    const auto slash = text.find('/');
    const double over = std::strtod(std::string(text.substr(0, slash)).c_str(), nullptr);
    const double under =
        slash == std::string_view::npos ? 1 : std::strtod(std::string(text.substr(slash + 1)).c_str(), nullptr);
    return under > 0 ? over / under : 0;
}

bool isAny(std::string_view text, std::initializer_list<std::string_view> of)
{
    return std::find(of.begin(), of.end(), text) != of.end();
}

} // namespace

MediaTools::Scaling MediaTools::scale(const std::string &file, const PictureKind &picture, std::string &scaled) const
{
    if (static_cast<std::uint64_t>(picture.width) * picture.height > pixelLimit)
        return Scaling::Undecodable;
    const PictureKind target = fitted(picture, thumbnailSide);
    const bool isPng = std::string_view(picture.mime) == "image/png";
    ChildOrder one = order(m_folder + "/ffmpeg");
    append(one, {"-nostdin", "-threads", "1", "-i", "file:" + file, "-frames:v", "1", "-vf",
                 fmt::format("scale={}:{}:flags=lanczos", target.width, target.height), "-f", "image2pipe"});
    if (isPng)
        append(one, {"-c:v", "png"});
    else
        append(one, {"-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p"});
    append(one, {"pipe:1"});
    ChildOutcome made = runChild(one);
    if (made.isGood() && pictureKind(made.output)) {
        scaled = std::move(made.output);
        return Scaling::Done;
    }
    if (made.end == ChildOutcome::End::Failed || made.isGood())
        return Scaling::Undecodable;
    log::warning(log::server, "a picture was kept unscaled: {}",
                 made.end == ChildOutcome::End::Missing ? "there is no ffmpeg" : "ffmpeg took too long");
    return Scaling::NoTool;
}

std::string MediaTools::still(const std::string &file, double seconds) const
{
    ChildOrder one = order(m_folder + "/ffmpeg");
    append(one, {"-nostdin", "-threads", "1"});
    if (seconds > 0)
        append(one, {"-ss", fmt::format("{:.3f}", seconds)});
    append(one, {"-i", "file:" + file, "-frames:v", "1", "-vf",
                 "scale=600:600:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=lanczos", "-f",
                 "image2pipe", "-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p", "pipe:1"});
    ChildOutcome made = runChild(one);
    return made.isGood() && pictureKind(made.output) ? std::move(made.output) : std::string();
}

std::optional<Object> MediaTools::probe(const std::string &file) const
{
    ChildOrder one = order(m_folder + "/ffprobe");
    one.outputLimit = 1024 * 1024;
    append(one, {"-of", "json", "-show_streams", "-show_format", "-i", "file:" + file});
    const ChildOutcome made = runChild(one);
    return made.isGood() ? mediaInfo(jsontext::parseObject(made.output)) : std::nullopt;
}

std::optional<Object> mediaInfo(const Object &probed)
{
    Object made{{"probeVersion", 1}};
    Array sound;
    for (const Value &item : jsontext::items(jsontext::array(probed, "streams"))) {
        const Object *stream = item.if_object();
        if (!stream)
            continue;
        const std::string_view type = jsontext::text(*stream, "codec_type");
        if (type == "audio")
            sound.push_back(Object{{"index", jsontext::integer(*stream, "index")},
                                   {"codec", jsontext::text(*stream, "codec_name")},
                                   {"channels", jsontext::integer(*stream, "channels")}});
        if (type != "video" || made.contains("videoTrackIndex"))
            continue;
        made["videoTrackIndex"] = jsontext::integer(*stream, "index");
        made["codec"] = jsontext::text(*stream, "codec_name");
        made["width"] = jsontext::integer(*stream, "width");
        made["height"] = jsontext::integer(*stream, "height");
        made["pixelFormat"] = jsontext::text(*stream, "pix_fmt");
        const std::string_view rate = jsontext::text(*stream, "avg_frame_rate");
        made["frameRate"] = fraction(rate);
        made["frameRateFraction"] = rate;
        made["duration"] = number(*stream, "duration");
    }
    if (!made.contains("videoTrackIndex"))
        return std::nullopt;
    if (const Object *format = jsontext::object(probed, "format"); format && number(made, "duration") <= 0)
        made["duration"] = number(*format, "duration");
    made["audioTracks"] = std::move(sound);
    return made;
}

const char *availabilityOf(const Object &mediaInfo, std::string_view mime)
{
    const std::string_view codec = jsontext::text(mediaInfo, "codec");
    if (codec.empty())
        return "unknown";
    if (mime.starts_with("image/"))
        return isAny(mime, {"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"})
                   ? "ready"
                   : "conversionRequired";
    if (!isAny(codec, {"h264", "vp8", "vp9", "av1"}) || !isAny(mime, {"video/mp4", "video/webm"}))
        return "conversionRequired";
    return isAny(jsontext::text(mediaInfo, "pixelFormat"), {"yuv420p", "yuvj420p"}) ? "ready" : "conversionRecommended";
}

} // namespace hearth::server
