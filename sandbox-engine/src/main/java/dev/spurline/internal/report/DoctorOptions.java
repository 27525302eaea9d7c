// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.report;

import dev.spurline.Settings;
import dev.spurline.cluster.internal.text.NearestName;
import dev.spurline.internal.settings.LayeredSettings;
import dev.spurline.settings.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of the program that prints a preflight report.
 *
 * @param values what is given, by option
 * @param help whether they are asked for
 */
public record DoctorOptions(Map<String, String> values, boolean help) {

    private static final String SERVICE = "--service";

    /** The settings that options stand for; the last one is none. */
    private static final Map<String, String> SETTINGS = Map.of(
            "--context", Setting.CONTEXT.key(),
            "--kubeconfig", Setting.KUBECONFIG.key(),
            "--namespace", Setting.NAMESPACE.key());

    private static final List<String> KNOWN = List.of("--context", "--namespace", SERVICE, "--kubeconfig", "--help");

    /** What the program is told. */
    public static final String USAGE = """
            Usage: java dev.spurline.Doctor [--context NAME] [--namespace NAMESPACE] [--service SERVICE] [--kubeconfig FILE]

            Tells what Spurline finds in a namespace and all that keeps a sandbox from being opened there, and opens none.

              --context NAME         a context of the kubeconfig; else the cluster that spurline.* settings choose
              --namespace NAMESPACE  where; else spurline.namespace, else the namespace of the context
              --service SERVICE      the Service to fork; else each of the namespace
              --kubeconfig FILE      else spurline.kubeconfig, KUBECONFIG or ~/.kube/config

            Ends with 0 if a sandbox could be opened, with 1 if something is wrong, with 2 if an option is.
            """;

    /** Copies the map. */
    public DoctorOptions {
        values = Map.copyOf(values);
    }

    /**
     * Reads options, as {@code --name value} or {@code --name=value}.
     *
     * @throws IllegalArgumentException if one is not known, has no value, or is given twice
     */
    public static DoctorOptions of(List<String> arguments) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            return new DoctorOptions(Map.of(), true);
        }
        Map<String, String> values = new LinkedHashMap<>();
        List<String> words = words(arguments);
        for (int i = 0; i < words.size(); i += 2) {
            String option = words.get(i);
            refuseUnknown(option);
            if (i + 1 == words.size() || words.get(i + 1).isEmpty()) {
                throw new IllegalArgumentException("Option [%s] needs a value".formatted(option));
            }
            if (values.put(option, words.get(i + 1)) != null) {
                throw new IllegalArgumentException("Option [%s] is given twice".formatted(option));
            }
        }
        return new DoctorOptions(values, false);
    }

    /** Returns options and values by turns. */
    private static List<String> words(List<String> arguments) {
        List<String> words = new ArrayList<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (words.size() % 2 == 0 && equals > 0) {
                words.add(argument.substring(0, equals));
                words.add(argument.substring(equals + 1));
            } else {
                words.add(argument);
            }
        }
        return words;
    }

    private static void refuseUnknown(String option) {
        if (!KNOWN.contains(option)) {
            throw new IllegalArgumentException("There is no option [%s]%s"
                    .formatted(
                            option,
                            NearestName.to(option, KNOWN)
                                    .map(": did you mean [%s]?"::formatted)
                                    .orElse(": there are %s".formatted(KNOWN))));
        }
    }

    /** Returns the Service to fork, if one is named. */
    public Optional<String> service() {
        return Optional.ofNullable(values.get(SERVICE));
    }

    /** Returns settings of which those that options stand for are the strongest. */
    public Settings before(Settings others) {
        Settings options = name -> SETTINGS.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .flatMap(entry -> Optional.ofNullable(values.get(entry.getKey())).stream()
                        .map(text -> new Settings.Value(text, "option " + entry.getKey())))
                .findFirst();
        List<Settings> sources = new ArrayList<>(others.sources());
        sources.add(0, options);
        return new LayeredSettings(sources);
    }
}
