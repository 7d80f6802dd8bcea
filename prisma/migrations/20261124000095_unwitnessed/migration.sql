-- Where a matter has witnesses and none has confirmed the log for longer than the order allows, nothing of the record opens: a log that
-- nobody outside can vouch for is not what the order trusts. Replaces one function; everything else is asked as before.

CREATE OR REPLACE FUNCTION access.refusal(a access.actor, p_action text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE v_refusal text := access.standing(a, p_action); rule access.permission;
BEGIN
  IF v_refusal IS NOT NULL THEN RETURN v_refusal; END IF;
  SELECT * INTO rule FROM access.permission r WHERE r.role = a.role AND r.action = p_action;
  IF rule.needs_step_up IS NOT NULL AND coalesce(a.fresh, 'none') NOT IN ('all', rule.needs_step_up) THEN RETURN 'step_up'; END IF;
  IF rule.needs_tier AND audit.is_unwitnessed(a.matter_id) THEN RETURN 'unwitnessed'; END IF;
  RETURN NULL;
END $$;
