// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.crd.DefinitionRules;
import dev.spurline.embedded.internal.apiserver.schema.rules.AccessRules;
import dev.spurline.embedded.internal.apiserver.schema.rules.ClaimRules;
import dev.spurline.embedded.internal.apiserver.schema.rules.ConfigRules;
import dev.spurline.embedded.internal.apiserver.schema.rules.FieldError;
import dev.spurline.embedded.internal.apiserver.schema.rules.FieldErrorList;
import dev.spurline.embedded.internal.apiserver.schema.rules.JobRules;
import dev.spurline.embedded.internal.apiserver.schema.rules.MetadataRules;
import dev.spurline.embedded.internal.apiserver.schema.rules.PodRules;
import dev.spurline.embedded.internal.apiserver.schema.rules.ServiceRules;
import dev.spurline.embedded.internal.apiserver.schema.rules.WorkloadRules;
import dev.spurline.embedded.internal.apiserver.schema.types.CanonicalForm;
import dev.spurline.embedded.internal.apiserver.schema.types.DefaultValues;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import dev.spurline.embedded.internal.apiserver.schema.types.StructType;
import java.util.List;

/** The objects of a built-in kind. */
public record BuiltInSchema(Kind kind, StructType type) implements ObjectSchema {

    @Override
    public CanonicalForm.Shaped shaped(ObjectNode object) {
        return CanonicalForm.of(object, type);
    }

    @Override
    public ObjectNode withDefaults(ObjectNode object) {
        ObjectNode result = object.deepCopy();
        DefaultValues.fill(result, type);
        return CanonicalForm.of(result, type).object();
    }

    @Override
    public List<FieldError> faults(ObjectNode object) {
        FieldErrorList faults = new FieldErrorList();
        MetadataRules.check(object, kind, faults);
        check(object, faults);
        return faults.causes();
    }

    @Override
    public List<FieldError> faults(ObjectNode old, ObjectNode object) {
        FieldErrorList faults = new FieldErrorList();
        MetadataRules.checkChange(old, object, faults);
        MetadataRules.check(object, kind, faults);
        checkChange(old, object, faults);
        if (!kind.is("", "Pod")) {
            check(object, faults);
        }
        return faults.causes();
    }

    private void check(JsonNode object, FieldErrorList faults) {
        switch (kind.qualified()) {
            case "Pod" -> new PodRules(faults).pod(object);
            case "Service" -> new ServiceRules(faults).check(object);
            case "ConfigMap" -> new ConfigRules(faults).check(object);
            case "Secret" -> {
                new ConfigRules(faults).check(object);
                new ConfigRules(faults).secret(object);
            }
            case "Deployment.apps", "ReplicaSet.apps", "StatefulSet.apps", "DaemonSet.apps" ->
                new WorkloadRules(faults).scalable(object, kind);
            case "Job.batch" -> new JobRules(faults).job(object);
            case "CronJob.batch" -> new JobRules(faults).cronJob(object);
            default -> KindRules.check(object, kind, faults);
        }
    }

    private void checkChange(JsonNode old, JsonNode object, FieldErrorList faults) {
        switch (kind.qualified()) {
            case "Pod" -> new PodRules(faults).change(old, object);
            case "Service" -> new ServiceRules(faults).change(old, object);
            case "ConfigMap" -> new ConfigRules(faults).change(old, object);
            case "Secret" -> {
                new ConfigRules(faults).secretType(old, object);
                new ConfigRules(faults).change(old, object);
            }
            case "PersistentVolumeClaim" -> ClaimRules.checkChange(old, object, faults);
            case "RoleBinding.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io" ->
                new AccessRules(faults).change(old, object);
            case "CustomResourceDefinition.apiextensions.k8s.io" -> new DefinitionRules(faults).change(old, object);
            default -> new WorkloadRules(faults).change(old, object, kind);
        }
    }
}
