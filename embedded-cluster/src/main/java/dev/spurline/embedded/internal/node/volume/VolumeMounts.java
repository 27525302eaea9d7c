// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.volume;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The directories that stand for a container's mount paths. A process cannot have {@code /etc/config} of its own, so
 * wherever its spec says that path, it is told the directory.
 */
public final class VolumeMounts {

    private static final String BEFORE = "(?:(?<=file://)|(?<![A-Za-z0-9_./~-]))";
    private static final String AFTER = "(?![A-Za-z0-9_.-])";

    private final List<Mount> list;
    private final Optional<Pattern> anywhere;

    /** Stands for mounts. */
    public VolumeMounts(List<Mount> mounts) {
        list = mounts.stream()
                .sorted(Comparator.comparingInt((Mount mount) -> -mount.path().length()))
                .toList();
        String paths = list.stream()
                .map(Mount::path)
                .filter(path -> path.length() > 1)
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        anywhere =
                paths.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(BEFORE + "(?:" + paths + ")" + AFTER));
    }

    /** Returns no mounts. */
    public static VolumeMounts none() {
        return new VolumeMounts(List.of());
    }

    /** Replaces mount paths in all values. */
    public Map<String, String> translate(Map<String, String> variables) {
        Map<String, String> translated = new LinkedHashMap<>();
        variables.forEach((name, value) -> translated.put(name, translate(value)));
        return translated;
    }

    /**
     * Replaces each mount path that stands in a text as a path of its own, or as the beginning of one, by its directory:
     * {@code --config=/etc/config/app.yaml}, but not {@code http://host/etc/config} or {@code /etc/config-2}.
     */
    public String translate(String text) {
        return anywhere.map(pattern -> pattern.matcher(text)
                        .replaceAll(found -> Matcher.quoteReplacement(
                                directory(found.group()).map(Path::toString).orElse(found.group()))))
                .orElse(text);
    }

    /** Returns what stands for a path of the container. */
    public Optional<Path> directory(String path) {
        return list.stream().flatMap(mount -> mount.directory(path).stream()).findFirst();
    }

    /** Returns the variables that tell a process its directories: {@code MOUNT_ETC_CONFIG} for {@code /etc/config}. */
    public Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        list.forEach(
                mount -> variables.put(variable(mount.path()), mount.directory().toString()));
        return variables;
    }

    private static String variable(String path) {
        return "MOUNT" + path.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /**
     * A directory, or a file, that stands for a path of a container.
     *
     * @param path the path, without a slash at its end
     * @param directory what stands for it
     */
    public record Mount(String path, Path directory) {

        /** Removes slashes at the end of the path. */
        public Mount {
            path = path.length() > 1 ? path.replaceAll("/+$", "") : path;
        }

        Optional<Path> directory(String inside) {
            if (inside.equals(path)) {
                return Optional.of(directory);
            }
            String below = path.endsWith("/") ? path : path + "/";
            return inside.startsWith(below)
                    ? Optional.of(directory.resolve(inside.substring(below.length())))
                    : Optional.empty();
        }
    }
}
