/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.internal.settings;

import dev.spurline.PreflightException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Reads property files in UTF-8. */
final class PropertyFile {

    private PropertyFile() {}

    /** Returns the file's settings, or nothing if there is no such file. */
    static List<Source> at(Path file) {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try (Reader reader = Files.newBufferedReader(file)) {
            return List.of(Source.map("file " + file + " with", read(reader)));
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(file.toString(), e);
        }
    }

    /** Returns the settings of each resource of that name, in the order of the class path. */
    static List<Source> onClassPath(String name, ClassLoader loader) {
        List<Source> sources = new ArrayList<>();
        try {
            for (URL url : Collections.list(loader.getResources(name))) {
                sources.add(Source.map("class path resource " + name + " with", read(url)));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(name, e);
        }
        return sources;
    }

    private static Map<String, String> read(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        try (Reader reader = new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8)) {
            return read(reader);
        }
    }

    private static Map<String, String> read(Reader reader) throws IOException {
        Properties properties = new Properties();
        properties.load(reader);
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }

    private static PreflightException unreadable(String file, Exception cause) {
        return new PreflightException("Settings in [%s] cannot be read: %s".formatted(file, cause.getMessage()), cause);
    }
}
