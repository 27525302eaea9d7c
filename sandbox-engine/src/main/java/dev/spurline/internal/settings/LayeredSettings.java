// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.settings;

import dev.spurline.Settings;
import dev.spurline.settings.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Settings from several sources, each of which has been checked: a name that does not exist and a value that is not of its
 * type are refused, also where a stronger source has another.
 *
 * @param sources the sources, strongest first
 */
public record LayeredSettings(List<Settings> sources) implements Settings {

    private static final String FILE = "spurline.properties";

    /** Copies the list. */
    public LayeredSettings {
        sources = List.copyOf(sources);
    }

    /**
     * Reads the standard sources.
     *
     * @param parameters looks a parameter of the test framework up
     * @param names the names of such parameters, as far as they are known
     */
    public static Settings standard(Function<String, Optional<String>> parameters, Set<String> names) {
        List<SettingSource> sources = new ArrayList<>();
        sources.add(SettingSource.systemProperties());
        sources.add(SettingSource.parameters(parameters, names));
        sources.add(SettingSource.environment(System.getenv()));
        sources.addAll(PropertyFile.at(Path.of(System.getProperty("user.home", "."), "." + FILE)));
        sources.addAll(PropertyFile.onClassPath(FILE, loader()));
        return of(sources);
    }

    /** Puts values behind other settings. */
    public static Settings behind(Settings stronger, Map<String, String> values, String title) {
        List<Settings> sources = new ArrayList<>(stronger.sources());
        sources.add(checked(SettingSource.map(title + " with", values)));
        return new LayeredSettings(sources);
    }

    static Settings of(List<SettingSource> sources) {
        return new LayeredSettings(
                sources.stream().map(LayeredSettings::checked).toList());
    }

    private static Settings checked(SettingSource source) {
        KnownNames.check(source);
        Setting.all().forEach(setting -> setting.check(source));
        return source;
    }

    @Override
    public Optional<Value> find(String name) {
        return sources.stream().flatMap(source -> source.find(name).stream()).findFirst();
    }

    @Override
    public List<String> places(String name) {
        return sources.stream().flatMap(source -> source.places(name).stream()).toList();
    }

    @Override
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        sources.forEach(source -> names.addAll(source.names()));
        return names;
    }

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? LayeredSettings.class.getClassLoader() : context;
    }
}
