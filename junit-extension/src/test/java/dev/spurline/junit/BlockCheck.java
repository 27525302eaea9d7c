// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import dev.spurline.cluster.internal.yaml.KubernetesYaml;
import dev.spurline.cluster.internal.yaml.YamlDocument;
import dev.spurline.cluster.internal.yaml.YamlException;
import dev.spurline.settings.Setting;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.Phases;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** What is wrong with a piece of YAML, properties, XML, Groovy or shell; empty if nothing is. */
final class BlockCheck {

    private static final Pattern OPTION = Pattern.compile("-D(spurline\\.[a-z0-9.-]*(?:[a-z0-9]|<[a-z]+>))");
    private static final Pattern VARIABLE = Pattern.compile("\\bSPURLINE_[A-Z0-9_]+");

    /** Settings of the builds and suites of this repository, which are none of the library. */
    private static final Pattern OF_BUILDS = Pattern.compile(
            "spurline\\.(?:build|conformance|e2e|k3s|linkerd|kubernetes|routing|truth|kubectl)(?:\\..*)?"
                    + "|spurline\\.istio\\.(?:hub|version|cli)|spurline\\.envoy");

    private BlockCheck() {}

    static Optional<String> yaml(String text) {
        try {
            return KubernetesYaml.documents(text).stream()
                    .map(YamlDocument::duplicates)
                    .filter(duplicates -> !duplicates.isEmpty())
                    .map(Object::toString)
                    .findFirst();
        } catch (YamlException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Names are settings, and values of their types. */
    static Optional<String> properties(String text) {
        Properties all = new Properties();
        try {
            all.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of(e.toString());
        }
        return all.stringPropertyNames().stream()
                .sorted()
                .flatMap(name -> property(name, all.getProperty(name)).stream())
                .findFirst();
    }

    private static Optional<String> property(String name, String value) {
        Optional<Setting<?>> setting = setting(name);
        if (setting.isEmpty()) {
            return Optional.of("[%s] is no setting".formatted(name));
        }
        try {
            setting.get().type().read(value);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("[%s] is [%s], which %s".formatted(name, value, e.getMessage()));
        }
    }

    private static Optional<Setting<?>> setting(String name) {
        return Setting.all().stream()
                .filter(known -> matches(known.key(), name))
                .findFirst();
    }

    private static boolean matches(String key, String name) {
        int family = key.indexOf('<');
        return family < 0 ? key.equals(name) : name.startsWith(key.substring(0, family)) && name.length() > family;
    }

    /** Returns names of settings that a text gives and nobody knows. */
    static List<String> unknownSettings(String text) {
        Stream<String> options = OPTION.matcher(text)
                .results()
                .map(option -> option.group(1))
                .filter(name ->
                        setting(name).isEmpty() && !OF_BUILDS.matcher(name).matches());
        Stream<String> variables = VARIABLE.matcher(text)
                .results()
                .map(variable -> variable.group())
                .filter(name -> !name.startsWith("SPURLINE_POD_") && !name.contains("_SERVICE_"))
                .filter(name -> Setting.all().stream().noneMatch(known -> matches(known.variable(), name)));
        return Stream.concat(options, variables).distinct().toList();
    }

    static Optional<String> xml(String text) {
        try {
            DocumentBuilder reader = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            // Or it would tell standard error, too.
            reader.setErrorHandler(new DefaultHandler());
            reader.parse(new InputSource(new StringReader("<all>" + text + "</all>")));
            return Optional.empty();
        } catch (SAXException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (ParserConfigurationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Optional<String> groovy(String text) {
        CompilationUnit unit = new CompilationUnit();
        unit.addSource("block.groovy", text);
        try {
            unit.compile(Phases.CONVERSION);
            return Optional.empty();
        } catch (CompilationFailedException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Asks bash, which reads and runs nothing. */
    static Optional<String> shell(String text) {
        try {
            Path script = Files.createTempFile("block", ".sh");
            try {
                Files.writeString(script, text);
                Process bash = new ProcessBuilder("bash", "-n", script.toString())
                        .redirectErrorStream(true)
                        .start();
                String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return bash.waitFor() == 0 ? Optional.empty() : Optional.of(said);
            } finally {
                Files.delete(script);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static boolean hasBash() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "bash")));
    }

    /** Returns the texts under a name in a tree of maps and lists. */
    static List<String> texts(Object tree, String name) {
        List<String> found = new ArrayList<>();
        if (tree instanceof Iterable<?> list) {
            list.forEach(item -> found.addAll(texts(item, name)));
        } else if (tree instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (key.equals(name) && value instanceof String text) {
                    found.add(text);
                } else if (key.equals(name) && value instanceof Iterable<?> lines) {
                    lines.forEach(line -> found.add(String.valueOf(line)));
                } else if (value != null) {
                    found.addAll(texts(value, name));
                }
            });
        }
        return found;
    }
}
