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
    public CanonicalForm.CanonicalObject shaped(ObjectNode object) {
        return CanonicalForm.of(object, type);
    }

    @Override
    public ObjectNode withDefaults(ObjectNode object) {
        ObjectNode result = object.deepCopy();
        DefaultValues.fill(result, type);
        return CanonicalForm.of(result, type).object();
    }

    @Override
    public List<FieldError> errors(ObjectNode object) {
        FieldErrorList errors = new FieldErrorList();
        MetadataRules.check(object, kind, errors);
        check(object, errors);
        return errors.causes();
    }

    @Override
    public List<FieldError> errors(ObjectNode old, ObjectNode object) {
        FieldErrorList errors = new FieldErrorList();
        MetadataRules.checkChange(old, object, errors);
        MetadataRules.check(object, kind, errors);
        checkChange(old, object, errors);
        if (!kind.is("", "Pod")) {
            check(object, errors);
        }
        return errors.causes();
    }

    private void check(JsonNode object, FieldErrorList errors) {
        switch (kind.qualified()) {
            case "Pod" -> new PodRules(errors).checkPod(object);
            case "Service" -> new ServiceRules(errors).check(object);
            case "ConfigMap" -> new ConfigRules(errors).check(object);
            case "Secret" -> {
                new ConfigRules(errors).check(object);
                new ConfigRules(errors).checkSecret(object);
            }
            case "Deployment.apps", "ReplicaSet.apps", "StatefulSet.apps", "DaemonSet.apps" ->
                new WorkloadRules(errors).checkScalable(object, kind);
            case "Job.batch" -> new JobRules(errors).checkJob(object);
            case "CronJob.batch" -> new JobRules(errors).checkCronJob(object);
            default -> KindRules.check(object, kind, errors);
        }
    }

    private void checkChange(JsonNode old, JsonNode object, FieldErrorList errors) {
        switch (kind.qualified()) {
            case "Pod" -> new PodRules(errors).change(old, object);
            case "Service" -> new ServiceRules(errors).change(old, object);
            case "ConfigMap" -> new ConfigRules(errors).change(old, object);
            case "Secret" -> {
                new ConfigRules(errors).checkSecretType(old, object);
                new ConfigRules(errors).change(old, object);
            }
            case "PersistentVolumeClaim" -> ClaimRules.checkChange(old, object, errors);
            case "RoleBinding.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io" ->
                new AccessRules(errors).change(old, object);
            case "CustomResourceDefinition.apiextensions.k8s.io" -> new DefinitionRules(errors).change(old, object);
            default -> new WorkloadRules(errors).change(old, object, kind);
        }
    }
}
