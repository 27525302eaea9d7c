// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.generator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The generated resources of the embedded cluster: everything that the Go modules and the input say. */
final class GeneratedResources {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POLICY = "k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac/bootstrappolicy/testdata";

    private final GoModules modules;
    private final Input input;

    GeneratedResources(GoModules modules, Input input) {
        this.modules = modules;
        this.input = input;
    }

    /** Returns the text of each file, by its path below {@code dev/spurline/embedded/internal}. */
    Map<String, String> files() {
        GoPackages packages = new GoPackages(modules::sources);
        Map<String, String> files = new TreeMap<>();
        new TypesText(packages, input)
                .files()
                .forEach((file, text) -> files.put("apiserver/schema/types/" + file, "# " + header() + "\n" + text));
        files.put(
                "apiserver/http/protobuf-fields.txt",
                "# " + header() + "\n" + new MessagesText(packages, input).text());
        files.put("apiserver/schema/tables/column-descriptions.json", json(columns(packages)));
        files.put("apiserver/auth/bootstrap-policy.json", json(policy()));
        files.put("version/kubernetes.properties", "# " + header() + "\nversion=" + input.version() + "\n");
        refuseUnused();
        input.exceptions().values().forEach(this::refuseWithoutSource);
        return files;
    }

    private String header() {
        return "Made from the Go modules of Kubernetes %s and kubernetes.input; do not change it by hand: docs/next-kubernetes.md"
                .formatted(input.version());
    }

    private ObjectNode columns(GoPackages packages) {
        Printers printers = new Printers(
                modules.text("k8s.io/kubernetes/pkg/printers/internalversion", "printers.go"),
                packages,
                place -> modules.text(place, "types_swagger_doc_generated.go"));
        ObjectNode columns = JSON.createObjectNode().put("//", header());
        input.files().values().stream()
                .flatMap(List::stream)
                .filter(Input.Root::kind)
                .map(root -> packages.type(root.type()))
                .forEach(kind -> printers.columns(kind.group() + "." + kind.name())
                        .ifPresent(descriptions -> columns.set(kind.name(), descriptions)));
        return columns;
    }

    private ObjectNode policy() {
        ObjectNode policy = JSON.createObjectNode().put("//", header());
        policy.set(
                "items",
                Policy.objects(
                        modules.items(POLICY, "cluster-roles.yaml"),
                        modules.items(POLICY, "cluster-role-bindings.yaml"),
                        input.roles()));
        return policy;
    }

    private void refuseUnused() {
        if (!input.unused().isEmpty()) {
            throw new IllegalArgumentException("Kubernetes %s has nothing for these entries of the input: %s"
                    .formatted(input.version(), input.unused()));
        }
    }

    /** A default's reason is the package and the function that sets it: {@code core/v1 SetDefaults_Pod}. */
    private void refuseWithoutSource(Input.Special special) {
        if (special.any()) {
            return;
        }
        String[] source = special.reason().split(" ", -1);
        if (source.length != 2) {
            throw new IllegalArgumentException("[%s] is not a package and a function, such as [core/v1 SetDefaults_Pod]"
                    .formatted(special.reason()));
        }
        String place = source[0].startsWith("apiextensions")
                ? "k8s.io/apiextensions-apiserver/pkg/apis/"
                : "k8s.io/kubernetes/pkg/apis/";
        if (!modules.text(place + source[0], "defaults.go").contains("func " + source[1] + "(")) {
            throw new IllegalArgumentException("Kubernetes %s has no [%s] in [%s%s/defaults.go]"
                    .formatted(input.version(), source[1], place, source[0]));
        }
    }

    private static String json(JsonNode node) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        try {
            return JSON.writer(printer).writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
