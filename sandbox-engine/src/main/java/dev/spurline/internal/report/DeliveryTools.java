// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.report;

import dev.spurline.internal.survey.ObjectLabels;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Tells which tools keep workloads and Services as a repository has them, by the marks that they leave on objects. */
final class DeliveryTools {

    private static final String ARGO_TRACKING = "argocd.argoproj.io/tracking-id";
    private static final String ARGO_INSTANCE = "argocd.argoproj.io/instance";
    private static final String KUSTOMIZE = "kustomize.toolkit.fluxcd.io/";
    private static final String HELM_RELEASE = "helm.toolkit.fluxcd.io/";
    private static final String HELM = "meta.helm.sh/release-name";

    private DeliveryTools() {}

    static void tell(Survey survey, ReportDraft draft) {
        Map<String, TreeSet<String>> kept = new TreeMap<>();
        Stream.of(survey.deployments(), survey.statefulSets(), survey.services())
                .flatMap(objects -> SpurlineLabels.foreign(objects, survey.namespace()).stream())
                .forEach(object -> of(object)
                        .ifPresent(tool -> kept.computeIfAbsent(tool, first -> new TreeSet<>())
                                .add(object.getKind() + " "
                                        + object.getMetadata().getName())));
        kept.forEach((tool, objects) -> draft.found(
                "Kept by others",
                "%s keeps %s: what sandboxes make has none of its marks, so that it neither changes nor removes it. Where it tells of objects that it does not know, let it ignore names that begin as spurline.name-prefix says"
                        .formatted(tool, objects)));
    }

    /** Returns the tool that keeps an object, and what it calls what the object is of. */
    static Optional<String> of(HasMetadata object) {
        Map<String, String> labels = ObjectLabels.labels(object);
        Map<String, String> annotations = ObjectLabels.annotations(object);
        return Optional.ofNullable(annotations.get(ARGO_TRACKING))
                .map(id -> id.substring(0, id.indexOf(':') < 0 ? id.length() : id.indexOf(':')))
                .or(() -> Optional.ofNullable(labels.get(ARGO_INSTANCE)))
                .map("Application [%s] of Argo CD"::formatted)
                .or(() -> flux("Kustomization", KUSTOMIZE, labels))
                .or(() -> flux("HelmRelease", HELM_RELEASE, labels))
                .or(() -> Optional.ofNullable(annotations.get(HELM)).map("Release [%s] of Helm"::formatted));
    }

    private static Optional<String> flux(String kind, String prefix, Map<String, String> labels) {
        return Optional.ofNullable(labels.get(prefix + "name"))
                .map(name -> "%s [%s/%s] of Flux".formatted(kind, labels.getOrDefault(prefix + "namespace", ""), name));
    }
}
