// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Kubernetes' Go modules of one version, as {@code go mod download} lays them down. */
final class GoModules {

    private static final Pattern VERSION = Pattern.compile("1\\.(\\d+\\.\\d+\\S*)");
    private static final Pattern PLACE = Pattern.compile("k8s\\.io/([\\w-]+)/(.*)");
    private static final String OTHERS = ".*_test\\.go|generated\\..*|zz_.*|.*_swagger_doc_generated\\.go";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private final Path directory;
    private final String version;

    /**
     * Makes the view of the modules.
     *
     * @param directory the folder of the modules, {@code $(go env GOMODCACHE)/k8s.io}
     * @param version the version of Kubernetes, such as {@code 1.36.1}
     */
    GoModules(Path directory, String version) {
        this.directory = directory;
        this.version = version;
    }

    /** Returns the modules and their versions, as {@code go mod download} takes them. */
    List<String> names() {
        return Stream.of("api", "apimachinery", "apiextensions-apiserver", "kubernetes")
                .map(module -> "k8s.io/" + module + "@" + version(module))
                .toList();
    }

    /** Returns the texts of the files that hold the types of a package. */
    List<String> sources(String place) {
        try (Stream<Path> files = Files.list(path(place))) {
            return files.filter(file -> file.toString().endsWith(".go"))
                    .filter(file -> !file.getFileName().toString().matches(OTHERS))
                    .sorted()
                    .map(file -> text(place, file.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw missing(place, e);
        }
    }

    /** Returns the text of a file, by the name of its package in imports and its own name. */
    String text(String place, String file) {
        try {
            return Files.readString(path(place).resolve(file));
        } catch (IOException e) {
            throw missing(place, e);
        }
    }

    /** Returns the objects of a list in YAML. */
    JsonNode items(String place, String file) {
        try {
            return YAML.readTree(text(place, file)).path("items");
        } catch (IOException e) {
            throw missing(place, e);
        }
    }

    private Path path(String place) {
        Matcher parts = PLACE.matcher(place);
        if (!parts.matches()) {
            throw new IllegalArgumentException("[" + place + "] is in none of Kubernetes' modules");
        }
        return directory.resolve(parts.group(1) + "@" + version(parts.group(1))).resolve(parts.group(2));
    }

    /** The libraries are v0.36.1 where Kubernetes is 1.36.1. */
    private String version(String module) {
        Matcher parts = VERSION.matcher(version);
        if (!parts.matches()) {
            throw new IllegalArgumentException("[" + version + "] is not a version of Kubernetes such as [1.36.1]");
        }
        return (module.equals("kubernetes") ? "v1." : "v0.") + parts.group(1);
    }

    private UncheckedIOException missing(String place, IOException cause) {
        return new UncheckedIOException(
                "[%s] cannot be read in [%s]: run [go mod download %s], and name the folder [k8s.io] of the module cache"
                        .formatted(place, directory, String.join(" ", names())),
                cause);
    }
}
