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

import dev.spurline.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Settings from several sources, strongest first. */
public final class LayeredSettings implements Settings {

    private static final String FILE = "spurline.properties";

    private final List<Source> sources;

    LayeredSettings(List<Source> sources) {
        this.sources = List.copyOf(sources);
        new KnownNames(this.sources).check();
    }

    /** Reads the standard sources. */
    public static Settings standard(Function<String, Optional<String>> parameters) {
        List<Source> sources = new ArrayList<>();
        sources.add(Source.systemProperties());
        sources.add(Source.parameters(parameters));
        sources.add(Source.environment(System.getenv()));
        sources.addAll(PropertyFile.at(Path.of(System.getProperty("user.home", "."), "." + FILE)));
        sources.addAll(PropertyFile.onClassPath(FILE, loader()));
        return new LayeredSettings(sources);
    }

    /** Puts values behind other settings. */
    public static Settings behind(Settings stronger, Map<String, String> values, String source) {
        return new Behind(stronger, new LayeredSettings(List.of(Source.map(source + " with", values))));
    }

    @Override
    public Optional<Value> find(String name) {
        return sources.stream().flatMap(source -> source.find(name).stream()).findFirst();
    }

    @Override
    public List<Value> findAll(String name) {
        return sources.stream().flatMap(source -> source.find(name).stream()).toList();
    }

    @Override
    public List<String> places(String name) {
        return sources.stream().map(source -> source.place(name)).toList();
    }

    @Override
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        sources.forEach(source -> names.addAll(source.names().get()));
        return names;
    }

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? LayeredSettings.class.getClassLoader() : context;
    }

    private record Behind(Settings stronger, Settings weaker) implements Settings {

        @Override
        public Optional<Value> find(String name) {
            return stronger.find(name).or(() -> weaker.find(name));
        }

        @Override
        public List<Value> findAll(String name) {
            return Stream.concat(stronger.findAll(name).stream(), weaker.findAll(name).stream())
                    .toList();
        }

        @Override
        public Set<String> names() {
            Set<String> names = new TreeSet<>(stronger.names());
            names.addAll(weaker.names());
            return names;
        }

        @Override
        public List<String> places(String name) {
            return Stream.concat(stronger.places(name).stream(), weaker.places(name).stream())
                    .toList();
        }
    }
}
