// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.settings;

import dev.spurline.PreflightException;
import dev.spurline.cluster.internal.failure.FailureText;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** Reads property files, whatever program has saved them. */
final class PropertyFile {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private PropertyFile() {}

    /** Returns the file's settings, or nothing if there is no such file. */
    static List<SettingSource> at(Path file) {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try {
            return List.of(SettingSource.map("file " + file + " with", read(Files.readAllBytes(file))));
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(file.toString(), e);
        }
    }

    /** Returns the settings of each resource of that name, in the order of the class path. */
    static List<SettingSource> onClassPath(String name, ClassLoader loader) {
        List<SettingSource> sources = new ArrayList<>();
        try {
            for (URL url : Collections.list(loader.getResources(name))) {
                sources.add(SettingSource.map("class path resource " + name + " with", read(url)));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(name, e);
        }
        return sources;
    }

    private static Map<String, String> read(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            return read(in.readAllBytes());
        }
    }

    private static Map<String, String> read(byte[] content) throws IOException {
        String text = text(content);
        Properties properties = new Once();
        properties.load(new StringReader(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text));
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }

    /** UTF-8, else ISO 8859-1, as Java reads resource bundles (JEP 226); UTF-16 is what a Windows shell writes. */
    private static String text(byte[] content) {
        if (content.length > 1 && Set.of("fffe", "feff").contains(HexFormat.of().formatHex(content, 0, 2))) {
            return new String(content, StandardCharsets.UTF_16);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(content, StandardCharsets.ISO_8859_1);
        }
    }

    /** What Java's reader of properties refuses is a backslash, such as that of {@code C:\\users}. */
    private static PreflightException unreadable(String file, Exception cause) {
        String hint = cause instanceof IllegalArgumentException
                        && String.valueOf(cause.getMessage()).contains("\\u")
                ? " Write / or two backslashes where a path has one."
                : "";
        return new PreflightException(
                "Settings in [%s] cannot be read: %s%s".formatted(file, FailureText.of(cause), hint), cause);
    }

    /** Properties that have each name once: by itself Java takes the last. */
    private static final class Once extends Properties {

        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Object put(Object name, Object value) {
            Object before = super.put(name, value);
            if (before != null && !before.equals(value)) {
                throw new IllegalArgumentException(
                        "[%s] is there twice, as [%s] and as [%s]".formatted(name, before, value));
            }
            return value;
        }
    }
}
