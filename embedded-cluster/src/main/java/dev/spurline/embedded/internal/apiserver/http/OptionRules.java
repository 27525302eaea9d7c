// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import dev.spurline.embedded.internal.apiserver.schema.rules.FieldError;
import dev.spurline.embedded.internal.apiserver.schema.rules.ObjectRejection;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks the parameters of a request.
 *
 * <p>Source: {@code k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go}.
 */
final class OptionRules {

    private static final int LONGEST_MANAGER = 128;
    private static final int LAST_PORT = 65_535;
    private static final List<String> VALIDATIONS = List.of("", "Ignore", "Strict", "Warn");
    private static final List<String> MATCHES = List.of("Exact", "NotOlderThan", "");

    private OptionRules() {}

    /** Refuses a write whose options contradict each other. */
    static void checkWrite(ServerRequest request) {
        List<FieldError> causes = new ArrayList<>();
        List<String> dryRun = request.query().getAll("dryRun");
        if (dryRun.stream().anyMatch(value -> !value.isEmpty() && !value.equals("All"))) {
            String shown = "[\"" + String.join("\",\"", dryRun) + "\"]";
            causes.add(FieldError.unsupported("dryRun", shown, List.of("All")));
        }
        if (request.method().equals("PATCH")) {
            checkPatch(request, causes);
        }
        if (!request.method().equals("DELETE")) {
            checkManager(request.parameter("fieldManager").orElse(""), causes);
            String validation = request.parameter("fieldValidation").orElse("");
            if (!VALIDATIONS.contains(validation)) {
                causes.add(FieldError.unsupported("fieldValidation", "\"" + validation + "\"", VALIDATIONS));
            }
        }
        refuse(kind(request.method()), causes);
    }

    private static void checkManager(String manager, List<FieldError> causes) {
        if (manager.getBytes(StandardCharsets.UTF_8).length > LONGEST_MANAGER) {
            causes.add(FieldError.tooLong("fieldManager", LONGEST_MANAGER));
        }
    }

    private static void checkPatch(ServerRequest request, List<FieldError> causes) {
        boolean applies = request.contentType().equals(PatchReader.APPLY);
        if (applies && request.parameter("fieldManager").isEmpty()) {
            causes.add(FieldError.required("fieldManager", "is required for apply patch"));
        }
        if (!applies && request.parameter("force").isPresent()) {
            causes.add(FieldError.forbidden("force", "may not be specified for non-apply patch"));
        }
    }

    private static String kind(String method) {
        return switch (method) {
            case "POST" -> "CreateOptions";
            case "PUT" -> "UpdateOptions";
            case "DELETE" -> "DeleteOptions";
            default -> "PatchOptions";
        };
    }

    /** Refuses a list or watch whose options contradict each other. */
    static void checkRead(ServerRequest request) {
        request.number("limit");
        request.number("timeoutSeconds");
        List<FieldError> causes = new ArrayList<>();
        boolean initial = request.parameter("sendInitialEvents").isPresent();
        String match = request.parameter("resourceVersionMatch").orElse("");
        boolean watch = request.flag("watch");
        if (initial && !watch) {
            causes.add(FieldError.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
        } else if (initial && !match.equals("NotOlderThan")) {
            causes.add(FieldError.forbidden(
                    "resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
        } else if (!initial && watch && !match.isEmpty()) {
            causes.add(FieldError.forbidden(
                    "resourceVersionMatch",
                    "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
        }
        String version = request.parameter("resourceVersion").orElse("");
        boolean goesOn = request.parameter("continue").isPresent();
        if (goesOn && meansMatch(watch, match, version)) {
            causes.add(forbiddenMatch("resourceVersionMatch is forbidden when continue is provided"));
            refuse("ListOptions", causes);
        }
        if (goesOn && !version.isEmpty() && !version.equals("0")) {
            throw ObjectRejection.badRequest("specifying resource version is not allowed when using continue");
        }
        if (!watch) {
            checkMatch(match, version, causes);
        }
        refuse("ListOptions", causes);
    }

    /** A watch from any version has one filled in. */
    private static boolean meansMatch(boolean watch, String match, String version) {
        return !match.isEmpty() || (watch && (version.isEmpty() || version.equals("0")));
    }

    private static void checkMatch(String match, String version, List<FieldError> causes) {
        if (!match.isEmpty() && version.isEmpty()) {
            causes.add(forbiddenMatch("resourceVersionMatch is forbidden unless resourceVersion is provided"));
        } else if (!MATCHES.contains(match)) {
            causes.add(FieldError.unsupported("resourceVersionMatch", "\"" + match + "\"", MATCHES));
        } else if (match.equals("Exact") && version.equals("0")) {
            causes.add(forbiddenMatch("resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
        }
    }

    /** Refuses a port-forward by another method, or of ports that are none. */
    static void checkPorts(ServerRequest request) {
        if (!List.of("GET", "POST").contains(request.method())) {
            throw ResourceHandler.methodNotAllowed();
        }
        for (String ports : request.query().getAll("ports")) {
            for (String port : ports.split(",", -1)) {
                boolean digits = port.matches("\\d+");
                if (!digits || port.length() > 5 || Integer.parseInt(port) > LAST_PORT) {
                    throw ObjectRejection.badRequest("cannot convert to []int32: strconv.ParseUint: parsing \"%s\": %s"
                            .formatted(port, digits ? "value out of range" : "invalid syntax"));
                }
            }
        }
    }

    private static FieldError forbiddenMatch(String why) {
        return FieldError.forbidden("resourceVersionMatch", why);
    }

    private static void refuse(String kind, List<FieldError> causes) {
        if (!causes.isEmpty()) {
            throw ObjectRejection.invalid(new Kind("meta.k8s.io", "v1", kind), "", causes);
        }
    }
}
